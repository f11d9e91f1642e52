"""Read a program as it comes from a model or a clipboard: mend what would otherwise only be a syntax error.

Nothing is touched unless Python refuses the program, and lines keep their numbers.
"""

import ast
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

ROUNDS = 50
COMMAND_CHARACTERS = 100
INSTALLED = "SymPy, NumPy, SciPy, pandas and matplotlib are installed."
NO_NETWORK = "there is no network in here. " + INSTALLED
NO_PROGRAMS = "no other program runs in here."
NO_COMMANDS = "commands of notebooks do not work in here."

CHARACTER = re.compile(r"invalid (?:non-printable )?character .*U\+([0-9A-F]{4,6})")
QUOTES = str.maketrans("“”„‟″‘’‚‛′", "\"\"\"\"\"'''''")
OPERATORS = {"−": "-", "–": "-", "×": "*", "÷": "/", "⋅": "*", "∗": "*", "≤": "<=", "≥": ">=", "≠": "!="}
OPERATORS |= {"²": "**2", "³": "**3", "，": ",", "：": ":", "（": "(", "）": ")", "＝": "="}
FENCE = "```"
INSTALLING = re.compile(r"([!%]\s*)?(python3?\s+-m\s+)?(pip3?|conda|mamba|uv\s+pip)\s+install\b")
# Lines that change nothing in here, and lines whose rest is a statement to run.
HARMLESS = re.compile(r"%\s*(matplotlib|config|load_ext|reload_ext|autoreload|precision|xmode|colors)\b")
PREFIX = re.compile(r"%\s*(?:time|timeit|prun|memit)\b(?:\s+-\w+(?:\s+\d+)?)*\s*")
CELL_PREFIX = re.compile(r"%%\s*(time|timeit|capture|prun|python3?)\b")


@dataclass
class Program:
    """A program that Python can read: its tree, its text after mending, and what was left out of it."""

    tree: ast.Module
    text: str
    notes: list[str] = field(default_factory=list)


def read(code: str, name: str) -> Program:
    """Parse `code`, mended where that helps. SyntaxError, or ValueError for what is no text, when it does not."""
    text, notes = code.replace("\r\n", "\n").replace("\r", "\n"), []
    for _ in range(ROUNDS):
        try:
            return Program(ast.parse(text, name), text, notes)
        except SyntaxError as error:
            mended = next((mended for mended in _mendings(text, error, notes) if mended != text), None)
            if mended is None:
                raise
            text = mended
    return Program(ast.parse(text, name), text, notes)


def _mendings(text: str, error: SyntaxError, notes: list[str]) -> Iterator[str]:
    """Yield what each way to mend makes of the text, itself where it does not apply."""
    yield _without_fences(text)
    yield _with_plain_characters(text, error)
    yield _without_command(text, error, notes)
    if isinstance(error, TabError):
        yield re.sub(r"(?m)^[ \t]+", lambda space: space[0].expandtabs(4), text)
    elif isinstance(error, IndentationError) and "unexpected indent" in error.msg:
        yield _at_the_margin(text)


def _without_fences(text: str) -> str:
    """Blank the lines that mark a block of code in Markdown, when the program is such a block."""
    lines = text.split("\n")
    full = [number for number, line in enumerate(lines) if line.strip()]
    if full and lines[full[0]].lstrip().startswith(FENCE):
        lines[full[0]] = ""
        if lines[full[-1]].strip() == FENCE:
            lines[full[-1]] = ""
    return "\n".join(lines)


def _with_plain_characters(text: str, error: SyntaxError) -> str:
    """Put the character that a keyboard has for the one that Python complains of."""
    found = CHARACTER.search(error.msg or "")
    if not found or not error.lineno:
        return text
    character = chr(int(found[1], 16))
    if unicodedata.category(character) in ("Zs", "Cf"):
        return text.replace(character, " " if unicodedata.category(character) == "Zs" else "")
    lines = text.split("\n")
    line, place = lines[error.lineno - 1], (error.offset or 1) - 1
    if line[place : place + 1] == character and character in OPERATORS:
        lines[error.lineno - 1] = line[:place] + OPERATORS[character] + line[place + 1 :]
    elif character in OPERATORS or ord(character) in QUOTES:
        lines[error.lineno - 1] = line.translate(QUOTES)
    return "\n".join(lines)


def _without_command(text: str, error: SyntaxError, notes: list[str]) -> str:
    """Leave out the notebook or shell command at which Python stopped, with a note unless it does no harm."""
    lines = text.split("\n")
    number = min((error.lineno or 1), len(lines)) - 1
    if not _begins_statement(lines, number):
        return text
    command = lines[number].strip()
    if command.startswith("%%") and not any(line.strip() for line in lines[:number]):
        return _without_cell_command(lines, number, command, notes)
    if command.startswith("%") and (prefix := PREFIX.match(command)):
        lines[number] = _indentation(lines[number]) + (command[prefix.end() :] or "pass")
    elif command.startswith(("%", "!")) or INSTALLING.match(command):
        _note(command, notes)
        _blank(lines, number)
    return "\n".join(lines)


def _without_cell_command(lines: list[str], number: int, command: str, notes: list[str]) -> str:
    """Leave out a command about the whole cell; the cell with it when it may be in another language."""
    if CELL_PREFIX.match(command):
        lines[number] = ""
        return "\n".join(lines)
    _note(command, notes)
    return ""


def _begins_statement(lines: list[str], number: int) -> bool:
    """Say whether a line does not continue the one before it, as far as that line's end tells."""
    before = next((line.strip() for line in reversed(lines[:number]) if line.strip()), "")
    return not before.endswith(("(", "[", "{", ",", "\\"))


def _blank(lines: list[str], number: int) -> None:
    """Replace a command, with the lines that it goes on in, by a statement that does nothing."""
    last = number
    while lines[last].endswith("\\") and last + 1 < len(lines):
        last += 1
    lines[number : last + 1] = [_indentation(lines[number]) + "pass"] + [""] * (last - number)


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _note(command: str, notes: list[str]) -> None:
    """Note what was left out and why."""
    if HARMLESS.match(command):
        return
    shown = command if len(command) <= COMMAND_CHARACTERS else command[:COMMAND_CHARACTERS] + "…"
    reason = NO_NETWORK if INSTALLING.match(command) else NO_PROGRAMS if command.startswith("!") else NO_COMMANDS
    notes.append(f"[{shown} was left out: {reason}]")


def _at_the_margin(text: str) -> str:
    """Take away the indentation that all lines share, or all but the first; the text as it is if that does not help."""
    first, _, rest = text.partition("\n")
    for candidate in (textwrap.dedent(text), first.lstrip() + "\n" + textwrap.dedent(rest)):
        try:
            ast.parse(candidate)
        except IndentationError:
            continue
        except (SyntaxError, ValueError):
            return candidate
        return candidate
    return text
