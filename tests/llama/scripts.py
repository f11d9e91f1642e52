"""What the model says, and when. The first script whose situation holds is the one it follows.

A situation is an expression of the chat template (Jinja) over `told`, the system message; `asked`, the user's last
message; `offered`, the names of the tools; `rounds` and `heard`, how often and what tools have answered since.
"""

import json
from dataclasses import dataclass

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
PROGRAM = """\
from sympy import Eq, solve, symbols
x = symbols("x")
print("solution:", solve(Eq(3*x + 11, 14), x))
"""
STEPS = "Subtract 11 from both sides, then divide them by 3. I check that with SymPy."
SOLUTION = "The solution to the equation `3x + 11 = 14` is `x = 1`"
PLAIN = "I answer without any tool."


@dataclass(frozen=True)
class Script:
    """`text` is what is said when the situation `when` holds; what is `endless` follows it again and again."""

    name: str
    when: str
    text: str
    endless: str = ""


def call(name, arguments):
    """A call of a tool as Qwen's and Hermes' models write it."""
    return f"<tool_call>\n{json.dumps({'name': name, 'arguments': arguments}, ensure_ascii=False)}\n</tool_call>"


SCRIPTS = (
    Script("endless", "'for ever' in asked", "This goes on and on.\n", endless="One more line and still no end.\n"),
    Script(
        "endless_call",
        "'endless program' in asked and 'python' in offered and not rounds",
        '<tool_call>\n{"name": "python", "arguments": {"code": "total = 0',
        endless="\\ntotal = total + 1",
    ),
    Script(
        "weather",
        "'weather' in asked and 'get_weather' in offered and not rounds",
        f"I look out of the window.\n{call('get_weather', {'city': 'Zürich'})}",
    ),
    Script("weather_told", "'weather' in asked and 'Zürich: 21' in heard", "It is 21 degrees in Zürich."),
    Script(
        "cities",
        "'two cities' in asked and 'get_weather' in offered and not rounds",
        f"{call('get_weather', {'city': 'Oslo'})}\n{call('get_weather', {'city': 'Rome'})}",
    ),
    Script(
        "cities_told",
        "'two cities' in asked and 'Oslo: 9' in heard and 'Rome: 21' in heard",
        "Rome is 12 degrees warmer than Oslo.",
    ),
    Script(
        "mixed",
        "'Fahrenheit' in asked and 'get_weather' in offered and 'python' in offered and not rounds",
        f"{call('python', {'code': 'print(9 * 21 / 5 + 32)'})}\n{call('get_weather', {'city': 'Bern'})}",
    ),
    Script("mixed_told", "'Fahrenheit' in asked and '69.8' in heard and 'Bern: 21' in heard", "It is 69.8 °F in Bern."),
    Script("first", "'twice' in asked and 'python' in offered and not rounds", call("python", {"code": "y = 6 * 7"})),
    Script("second", "'twice' in asked and rounds == 1", f"Now I look at it.\n{call('python', {'code': 'print(y)'})}"),
    Script("twice_told", "'twice' in asked and '42' in heard", "Both programs ran, and the second printed 42."),
    Script(
        "solve",
        "'3x + 11 = 14' in asked and 'python' in offered and not rounds",
        f"{STEPS}\n{call('python', {'code': PROGRAM})}",
    ),
    Script("solved_for_jane", "'solution: [1]' in heard and 'Jane Doe' in told", f"{SOLUTION}, Jane Doe."),
    Script("solved", "'solution: [1]' in heard", f"{SOLUTION}."),
    Script("surprised", "rounds", "The tools did not tell me what I need."),
    Script("plain", "true", PLAIN),
)
