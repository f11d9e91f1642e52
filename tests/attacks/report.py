"""The table of attacks: a row for each, a column for each backend and user."""

from tests.attacks import companion
from tests.attacks.attack import WHERE_ALLOWED
from tests.attacks.column import COLUMNS
from tests.attacks.suite import ATTACKS

HELD, GONE_THROUGH = "held", "THROUGH"
PROVED = "companion"
NOT_TRIED = "-"


class Report:
    """What became of each attack in each column, and why columns are missing."""

    def __init__(self):
        self._verdicts: dict[tuple[str, str], str] = {}
        self._missing: dict[str, str] = {}

    def add(self, column: str, attack: str, verdict: str) -> None:
        """Note what became of an attack; `column` may be PROVED."""
        self._verdicts[column, attack] = verdict

    def miss(self, column: str, reason: str) -> None:
        """Note that a column cannot be tried here."""
        self._missing[column] = reason

    def lines(self, why: bool = False) -> list[str]:
        """Return the table, the columns that are missing, and the sum; `why`: also what shows that an attack failed."""
        columns = [str(column) for column in COLUMNS]
        width = max(map(len, ATTACKS))
        lines = ["  ".join([f"{'attack':{width}}", *columns, "companion"])]
        for name in ATTACKS:
            cells = [f"{self._verdicts.get((column, name), NOT_TRIED):{len(column)}}" for column in columns]
            lines.append("  ".join([f"{name:{width}}", *cells, self._proof(name)]))
            if why and ATTACKS[name].shows:
                lines.append(f"    {ATTACKS[name].shows}")
        lines += [f"CANNOT RUN HERE: {column}: {reason}" for column, reason in sorted(self._missing.items())]
        return [*lines, self._sum(columns)]

    def _proof(self, name: str) -> str:
        """Return what is said of the unsandboxed try."""
        reason = ATTACKS[name].companion
        if reason not in ("", WHERE_ALLOWED):
            return f"no: {reason}"
        verdict = self._verdicts.get((PROVED, name), NOT_TRIED)
        return {companion.THROUGH: "yes", companion.REFUSED: "no: this machine refuses it to everybody"}.get(
            verdict, verdict
        )

    def _sum(self, columns: list[str]) -> str:
        tried = [
            self._verdicts[column, name] for name in ATTACKS for column in columns if (column, name) in self._verdicts
        ]
        running = len({column for column, _ in self._verdicts if column in columns})
        proved = sum(
            verdict == companion.THROUGH for (column, _), verdict in self._verdicts.items() if column == PROVED
        )
        complete = "" if len(tried) == len(ATTACKS) * len(columns) else f" ({len(tried)} tries)"
        through = tried.count(GONE_THROUGH)
        return f"{len(ATTACKS)} attacks × {running}{complete}: {through} through; {proved} proved real by a companion"


def summarize(terminalreporter, properties: list[tuple[str, list[str]]]) -> None:
    """Print the table at the end of a test run in which attacks were tried, from what the tests recorded."""
    report = Report()
    for key, value in properties:
        if key == "attack":
            report.add(*value)
        elif key == "attacks missing":
            report.miss(*value)
    terminalreporter.section("attacks on the sandboxes")
    for line in report.lines():
        terminalreporter.line(line)
