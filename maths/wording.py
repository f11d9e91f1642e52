"""Composes the Markdown of messages from what reading and solving produced. No SymPy; runs in web processes."""

from collections.abc import Callable

from maths.phrases import N_, Phrase, formulas_in, identity
from maths.reading.problems import Problem

Translate = Callable[[str], str]

_LEAD_IN = N_("Let's calculate it.")
_PLOT_LEAD_IN = N_("Let's draw it.")
_AGREED = N_("Sure{address}.")
_PART = N_("Question {number}:")
_UNREADABLE = N_("Sorry{address}, I cannot answer that.")
_EXAMPLES_INTRO = N_("Here are three questions that I can answer:")


def compose_steps(part: dict, address: str = "", translate: Translate = identity, number: int = 0) -> str:
    """The message before the program: opening, numbered steps with their formulas, the check, a lead-in.

    part: one of explain()["parts"]. address: "" or ", Jane Doe", already free of Markdown.
    number: which of several questions it is, from 1 on; 0 when there is only one.
    """
    blocks = [_opening(part, address, translate, number)]
    steps = [_step(number, step, address, translate) for number, step in enumerate(part["steps"], 1)]
    if steps:
        blocks.append("\n\n".join(steps))
    if part.get("check"):
        blocks.append(_say(part["check"], address, translate))
    if part["program"]:
        blocks.append(translate(_PLOT_LEAD_IN if (part.get("answer") or {}).get("kind") == "plot" else _LEAD_IN))
    return "\n\n".join(blocks)


def _opening(part: dict, address: str, translate: Translate, number: int) -> str:
    """The opening, agreeing once: in the only or first part, unless it addresses the person itself."""
    words = [_say(part["opening"], address, translate)]
    if number <= 1 and "{address}" not in part["opening"]["template"]:
        words.insert(0, Phrase(_AGREED).text(address, translate))
    if number:
        words.insert(0, f"**{Phrase(_PART, {'number': str(number)}).text('', translate)}**")
    return " ".join(words)


def compose_final(part: dict, address: str = "", translate: Translate = identity) -> str:
    """The message after the program: the final sentence, and what other ways there are; "" while there is none."""
    if not part.get("final"):
        return ""
    said = [_say(each, address, translate) for each in (part["final"], part.get("offer")) if each]
    return "\n\n".join(said)


def compose_problem(problem: Problem, address: str = "", translate: Translate = identity) -> str:
    """The message for a question that was not read: why, and three questions that work.

    One that has two readings needs no examples: it can be answered once its reader has chosen.
    """
    if problem.code in {"undefined", "ambiguous"}:
        return problem.phrase.text(address, translate)
    blocks = [
        f"{Phrase(_UNREADABLE).text(address, translate)} {problem.phrase.text(address, translate)}",
        translate(_EXAMPLES_INTRO),
        "\n".join(f"- {each.text(address, translate)}" for each in problem.suggestions),
    ]
    return "\n\n".join(blocks)


def _step(number: int, step: dict, address: str, translate: Translate) -> str:
    text = f"{number}. {_say(step['text'], address, translate)}"
    if step["after"]:
        text += f"\n\n   \\[ {formulas_in(step['after'], translate)} \\]"
    return text


def _say(phrase: dict, address: str, translate: Translate) -> str:
    return Phrase.from_dict(phrase).text(address, translate)
