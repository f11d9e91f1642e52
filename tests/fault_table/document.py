"""The fault table as docs/faults.md shows it."""

from tests.fault_table import SECTIONS

HEAD = "| Fault | Ends as | The student reads | Within | Messages, runs upstream |\n|---|---|---|---|---|\n"


def updated(text):
    """A document with the tables that its sections have to end with."""
    head, *sections = text.split("\n## ")
    found = [section.partition("\n")[0] for section in sections]
    assert found == list(SECTIONS), found
    tables = [HEAD + "".join(map(_line, rows)) for rows in SECTIONS.values()]
    return "\n## ".join([head, *map(_with_table, sections, tables)])


def _with_table(section, table):
    prose = "\n".join(line for line in section.split("\n") if not line.startswith("|"))
    return f"{prose.rstrip()}\n\n{table}"


def _line(row):
    """The first sentence of a reason stands for it: what follows tells what to do."""
    read = row.reason.label.split(". ")[0] + "." if row.reason else "the answer"
    asked = f"{row.messages}, {row.runs}"
    return f"| {row.fault} | {row.status.label} | {read} | {_time(row.seconds)} | {asked} |\n"


def _time(seconds):
    return f"{seconds} s" if seconds else "at once"
