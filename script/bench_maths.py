"""How many questions the offline engine answers, and how long that takes, in a warm sandbox.

    python -m script.bench_maths [--questions FILE] [--show]

Without a file: the questions of tests/maths_questions, which are worded as many people would. A file has a line
`question => answer` for each question, under a heading `## topic`, or is JSON Lines with question, answer and module.
An answer is right, wrong (said, and not the one of the list) or not read; --show prints those that are not right. Then
what the judge makes of the replies in tests/judging.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from interpreter.client import ComputationFailed, ComputationTimeout, Interpreter
from maths.reading import read
from script.bench_judging import report_judging
from script.bench_streams import percentile
from script.maths_answers import is_right

OWN = Path(__file__).resolve().parent.parent / "tests" / "maths_questions"
SECONDS = 5
OUTCOMES = ("right", "wrong", "not read")


@dataclass(frozen=True)
class Question:
    topic: str
    text: str
    answer: str


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, action="append")
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        interpreter = Interpreter(Path(folder) / "data")
        try:
            interpreter.warm()
            solve(interpreter, Question("", "What is 1/2 + 1/3?", "5/6"))
            for path in chosen.questions or sorted(OWN.glob("*.txt")):
                report(path, measure(interpreter, questions_of(path)), chosen.show)
            if not chosen.questions:
                report_judging(interpreter)
        finally:
            interpreter.shutdown()


def questions_of(path):
    """The Questions of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in lines if line.strip()]
        return [Question(row["module"], row["question"], row["answer"]) for row in rows]
    found, topic = [], ""
    for line in lines:
        text, arrow, answer = line.rpartition(" => ")
        if line.startswith("## "):
            topic = line[3:]
        elif arrow:
            found.append(Question(topic, text, answer))
    return found


def measure(interpreter, questions):
    """(question, outcome, what was answered, seconds) of each."""
    found = []
    for question in questions:
        began = time.monotonic()
        part, said = solve(interpreter, question)
        seconds = time.monotonic() - began
        outcome = "not read" if part is None else "right" if is_right(part, question.answer) else "wrong"
        found.append((question, outcome, said, seconds))
    return found


def solve(interpreter, question):
    """(the part that answers the question or None, what it says), by the way of the engine: read, then computed."""
    reading = read(question.text)
    if len(reading.tasks) != 1:
        return None, reading.problem.phrase.text() if reading.problem else f"{len(reading.tasks)} tasks"
    task = reading.tasks[0]
    try:
        [part] = interpreter.compute("maths.solving.explain", {"tasks": [task.to_dict()]}, timeout=SECONDS)["parts"]
        if task.heavy:
            logs = interpreter.run_cell("bench", part["program"], patience=SECONDS).logs
            part |= interpreter.compute("maths.solving.conclude", {"task": task.to_dict(), "logs": logs})
    except (ComputationFailed, ComputationTimeout) as error:
        return None, type(error).__name__
    if not part["answer"]:
        return None, "no answer"
    return part, json.dumps(part["answer"]["values"] or part["answer"].get("outcome"))


def report(path, found, show):
    print(f"\n{path.name}: {len(found)} questions\n\n| topic | {' | '.join(OUTCOMES)} | of |\n|---|---|---|---|---|")
    topics = dict.fromkeys(question.topic for question, *_ in found)
    for topic in topics:
        row(topic, [outcome for question, outcome, *_ in found if question.topic == topic])
    row("all", [outcome for _, outcome, *_ in found])
    share = Counter(outcome for _, outcome, *_ in found)
    print("\n" + ", ".join(f"{name} {100 * share[name] / len(found):.1f} %" for name in OUTCOMES))
    times = [1000 * seconds for _, outcome, _, seconds in found if outcome != "not read"]
    print(f"ms a question that was read: median {statistics.median(times):.0f}, p95 {percentile(times, 95):.0f}")
    if show:
        for question, outcome, said, _ in found:
            if outcome != "right":
                print(f"{outcome}: {question.text!r} => {question.answer!r}; {said}", file=sys.stderr)


def row(name, outcomes):
    counted = Counter(outcomes)
    print(f"| {name} | {' | '.join(str(counted[each]) for each in OUTCOMES)} | {len(outcomes)} |")


if __name__ == "__main__":
    main()
