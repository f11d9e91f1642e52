"""How long the renderer takes for 40,000 characters of anything: floods of each sign, and each answer of the corpus
again and again. Prints the slowest, and fails when one takes longer than LIMIT. The times are of the processor."""

import json
import sys
import time

import django
from django.conf import settings

from tests.floods import BLOCKS, UNITS
from tests.server import ROOT

LENGTH = 40_000
LIMIT = 0.5
ROUNDS = 3
SHOWN = 12


def main():
    settings.configure(USE_I18N=False)
    django.setup()
    took = sorted(((seconds(text), name) for name, text in texts()), reverse=True)
    for duration, name in took[:SHOWN]:
        print(f"{1000 * duration:6.0f} ms  {name}")
    print(f"{len(took)} texts of {LENGTH:,} characters, median {1000 * took[len(took) // 2][0]:.0f} ms")
    if took[0][0] > LIMIT:
        sys.exit(f"{took[0][1]} takes longer than {LIMIT} s")


def texts():
    """Name and text of everything that is measured."""
    for unit in UNITS:
        yield f"{unit!r} again and again", filled(unit)
        yield rf"{unit!r} in one formula", rf"\[{filled(unit)[: LENGTH - 4]}\]"
        yield f"{unit!r} in formulas of 11,000", filled(rf"\({unit * (11_000 // len(unit))}\) ")
        for name, frame in BLOCKS.items():
            yield f"{unit!r} in a {name}", frame.format(filled(unit)[: LENGTH - len(frame)])
    corpus = ROOT / "tests/corpus"
    for answer in json.loads((corpus / "answers.json").read_text(encoding="utf-8")):
        if answer["text"].strip():
            yield f"answer: {answer['name']}", filled(answer["text"] + "\n\n")
    for tex in json.loads((corpus / "expressions.json").read_text(encoding="utf-8")):
        yield f"expression: {tex}", filled(rf"\({tex}\) ")


def filled(unit):
    return (unit * (LENGTH // len(unit) + 1))[:LENGTH]


def seconds(text):
    """The best of a few tries, or the first when that is quick already."""
    from chat.rendering import render

    best = LIMIT + 1e9
    for _ in range(ROUNDS):
        started = time.process_time()
        render(text)
        best = min(best, time.process_time() - started)
        if best < LIMIT / 4:
            break
    return best


if __name__ == "__main__":
    main()
