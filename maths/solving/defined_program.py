"""The program for definitions: the same functions, values and equations, one line or two for each, in Python."""

from maths.reading.tasks import Task
from maths.solving.programs import code, exact_code, letters_of, needed_names, python_name
from maths.tree import Apply, Name, Node, names


def program_of(task: Task) -> str:
    """Python that follows the definitions in order and prints the answer to the question."""
    given, asked = task.expressions
    writer = _Writer()
    for each in sorted(given.arguments, key=_is_later):
        writer.statement(each)
    writer.settle()
    writer.question(asked, task.variable)
    imported = sorted({*needed_names(*writer.lines), *(["symbols"] if writer.uses_symbols else [])})
    head = [f"from sympy import {', '.join(imported)}"] if imported else []
    return "\n".join([*head, *writer.lines])


def _is_later(statement: Apply) -> bool:
    """Letters that stand for a number come first, so that all that uses them can follow."""
    left, right = statement.arguments
    return not (statement.head == "define" and isinstance(left, Name) and not names(right))


class _Writer:
    """Writes one statement after another, and knows which letters have a value by then."""

    def __init__(self):
        self.lines: list[str] = []
        self.known: set[str] = set()
        self.functions: set[str] = set()
        self.waiting: list[Node] = []
        self.uses_symbols = False

    def declare(self, letters: set[str]) -> None:
        """Symbols for the letters that stand for no value."""
        for letter in sorted(letters - self.known - self.functions):
            self.lines.append(f'{python_name(letter)} = symbols("{letter}", real=True)')
            self.uses_symbols = True
            self.known.add(letter)

    def statement(self, tree: Apply) -> None:
        if tree.head == "equals":
            self.waiting.append(tree)
            return
        self.settle()
        left, right = tree.arguments
        if isinstance(left, Name):
            self.declare(letters_of(right))
            self.lines.append(f"{python_name(left.name)} = {exact_code(right)}")
            self.known.add(left.name)
        else:
            self._function(left.arguments[0].name, left.arguments[1].name, right)

    def _function(self, name: str, letter: str, body: Node) -> None:
        is_derivative = isinstance(body, Apply) and body.head == "derivative"
        inside = body.arguments[0] if is_derivative else body
        self.declare(letters_of(inside) - {letter})
        argument = python_name(letter)
        self.lines.append(f"def {python_name(name)}({argument}):")
        if is_derivative:
            self.uses_symbols = True
            self.lines[-1] = f"def {python_name(name)}(value):"
            self.lines.append(f'    {argument} = symbols("{letter}", real=True)')
            order = body.arguments[2].value
            self.lines.append(f"    return diff({code(inside)}, {argument}, {order}).subs({argument}, value)")
        else:
            self.lines.append(f"    return {code(inside)}")
        self.functions.add(name)

    def settle(self) -> None:
        """The equations read so far, solved for the letters that have no value yet."""
        if not self.waiting:
            return
        waiting, self.waiting = self.waiting, []
        unknown = letters_of(*waiting) - self.known - self.functions
        self.declare(unknown)
        unknowns = ", ".join(python_name(each) for each in sorted(unknown))
        equations = ", ".join(code(each) for each in waiting)
        self.lines.append(f"[solution] = solve([{equations}], [{unknowns}], dict=True)")
        for each in sorted(unknown):
            self.lines.append(f"{python_name(each)} = solution[{python_name(each)}]")

    def question(self, tree: Node, variable: str | None) -> None:
        self.declare(letters_of(tree))
        if isinstance(tree, Apply) and tree.head == "equals":
            unknown = variable or min(names(tree) - self.functions)
            self.lines.append(f"print(solve({code(tree)}, {python_name(unknown)}))")
        else:
            self.lines.append(f"print(expand({code(tree)}))")
