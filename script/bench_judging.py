"""What the judge makes of replies whose worth is known, in a warm sandbox; a part of script/bench maths."""

import statistics
import time
from collections import Counter

from interpreter.client import ComputationTimeout
from script.bench_streams import percentile
from tests.judging.kinds import KINDS
from tests.judging.long import LONG
from tests.judging.right import RIGHT
from tests.judging.traps import TRAPS
from tests.judging.tricks import PLAIN, TRICKS
from tests.judging.wrong import WRONG

SECONDS = 5
CORPORA = {
    "right, in the manner of several models": RIGHT,
    "right, of many lines": LONG,
    "right, by kind of question": {question: right for question, (right, _) in KINDS.items()},
    "right, told plainly": PLAIN,
    "wrong, in the manner of several models": WRONG,
    "wrong, by kind of question": {question: wrong for question, (_, wrong) in KINDS.items()},
    "wrong, made from right ones": TRAPS,
    "wrong, made to mislead": TRICKS,
}
VERDICTS = ("verified", "contradicted", "not_checked")


def report_judging(interpreter):
    """Print how right and wrong replies were judged, and how long that took."""
    print(f"\n| replies | {' | '.join(VERDICTS)} | of |\n|---|---|---|---|---|")
    times = [seconds for name, replies in CORPORA.items() for seconds in _row(interpreter, name, replies)]
    print(f"\nms a judgement: median {statistics.median(times):.0f}, p95 {percentile(times, 95):.0f}")


def _row(interpreter, name, replies):
    """Print one row; the milliseconds of each judgement."""
    found, times = Counter(), []
    for question, reply in [(question, reply) for question, several in replies.items() for reply in several]:
        began = time.monotonic()
        found[_verdict(interpreter, question, reply)] += 1
        times.append(1000 * (time.monotonic() - began))
    print(f"| {name} | {' | '.join(str(found[each]) for each in VERDICTS)} | {len(times)} |")
    return times


def _verdict(interpreter, question, reply):
    payload = {"question": question, "context": [], "reply": reply}
    try:
        return interpreter.compute("maths.judging.judge", payload, timeout=SECONDS)["verdict"]
    except ComputationTimeout:
        return "not_checked"
