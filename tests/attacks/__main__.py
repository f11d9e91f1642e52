"""`python -m tests.attacks [--why]`: try every attack everywhere and print the table; 1 when one went through."""

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from interpreter.client import InterpreterUnavailable
from tests.attacks import companion, installation
from tests.attacks.column import COLUMNS, Column, target
from tests.attacks.installation import Installation
from tests.attacks.report import GONE_THROUGH, HELD, PROVED, Report
from tests.attacks.suite import ATTACKS


def main() -> int:
    """Try the columns side by side, then the companions."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description="Try every attack everywhere.")
    parser.add_argument("--why", action="store_true", help="say below an attack what shows that it failed")
    why = parser.parse_args().why
    report = Report()
    with tempfile.TemporaryDirectory() as place, installation.shared(Path(place)) as readable:
        with ThreadPoolExecutor(len(COLUMNS)) as pool:
            held = all(list(pool.map(lambda column: _try(column, readable, report), COLUMNS)))
        with companion.companions(readable) as trying:
            for name, attack in ATTACKS.items():
                if companion.may_run(attack):
                    report.add(PROVED, name, trying.try_out(attack))
    print("\n".join(report.lines(why)))
    return 0 if held else 1


def _try(column: Column, readable: Installation, report: Report) -> bool:
    """Try all attacks in one column; say whether none went through."""
    if column.not_here:
        report.miss(str(column), column.not_here)
        return True
    held = True
    try:
        with target(column, readable) as tried:
            for name, attack in ATTACKS.items():
                ways = tried.ways_through(attack)
                held = held and not ways
                report.add(str(column), name, GONE_THROUGH if ways else HELD)
                if ways:
                    print(f"THROUGH: {column}: {name}: {'; '.join(ways)}", file=sys.stderr)
    except InterpreterUnavailable as error:
        report.miss(str(column), str(error))
    return held


if __name__ == "__main__":
    sys.exit(main())
