"""Mean, median, mode, range, quartiles, variance and standard deviation, exact, with every sum shown."""

import statistics
from collections import Counter
from fractions import Fraction

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.number_rows import MOST_SHOWN, in_order, sum_of, text_of
from maths.solving.quartiles import between_quartiles, lower_quartile, quartiles, upper_quartile
from maths.solving.steps import Part, Step, math, require, tex
from maths.solving.values import decimal_tree

_BY_CONVENTION = frozenset(["quartile_1", "quartile_3", "iqr"])
"""Figures that other books compute in other ways: somebody else's may differ from ours and be right."""
_QUARTILES = frozenset(["quartile_1", "median", "quartile_3"])


def explain_statistic(task: Task) -> Part:
    """One figure after the other, each proved by another way of computing it."""
    values = [to_sympy(each) for each in task.expressions]
    listed = math(",\\ ".join(map(latex, task.expressions)))
    steps, results = [], {}
    for name in task.details:
        found, result = _FIGURES[name](values)
        steps += found
        results |= result
    finals = [_said(name, result) for name, result in results.items()]
    shown = math(r",\quad ".join(finals)) if len(finals) > 1 else math(finals[0])
    return Part(
        kind="statistic",
        opening=Phrase(N_("Let us look at the numbers {numbers}:"), {"numbers": listed}),
        steps=tuple(steps),
        program=_program(values, list(results)),
        final=_final(results, shown),
        answer=_answer(results),
    )


def _final(results: dict, shown: str) -> Phrase:
    if len(results) == 1:
        (name, result), *_ = results.items()
        if name == "mode" and not result:
            return Phrase(N_("No number occurs more often than the others, so there is no mode{address}."))
        return Phrase(_FINALS[name], {"value": math(", ".join(map(text_of, result)))})
    if set(results) == _QUARTILES:
        template = N_(
            "The quartiles are {values}{address}: the medians of the lower half, of all and of the upper half."
        )
        return Phrase(template, {"values": math(",\\ ".join(text_of(*each) for each in results.values()))})
    return Phrase(N_("The results are {values}{address}."), {"values": shown})


_FINALS = {
    "mean": N_("The mean is {value}{address}."),
    "median": N_("The median is {value}{address}."),
    "mode": N_("The mode is {value}{address}."),
    "range": N_("The range is {value}{address}."),
    "quartile_1": N_("The lower quartile is {value}{address}: the median of the lower half."),
    "quartile_3": N_("The upper quartile is {value}{address}: the median of the upper half."),
    "iqr": N_("The interquartile range is {value}{address}, with the medians of both halves as quartiles."),
    "variance_population": N_("The variance of the numbers as a whole population is {value}{address}."),
    "variance_sample": N_("The variance of the numbers as a sample is {value}{address}."),
    "deviation_population": N_("The standard deviation of the numbers as a whole population is {value}{address}."),
    "deviation_sample": N_("The standard deviation of the numbers as a sample is {value}{address}."),
}
_LABELS = {
    "mean": r"\text{mean}",
    "median": r"\text{median}",
    "mode": r"\text{mode}",
    "range": r"\text{range}",
    "quartile_1": r"\text{lower quartile}",
    "quartile_3": r"\text{upper quartile}",
    "iqr": r"\text{interquartile range}",
    "variance_population": r"\text{variance (population)}",
    "variance_sample": r"\text{variance (sample)}",
    "deviation_population": r"\text{standard deviation (population)}",
    "deviation_sample": r"\text{standard deviation (sample)}",
}


def _said(name: str, result: list) -> str:
    return f"{_LABELS[name]} = {', '.join(map(text_of, result)) or chr(0x2014)}"


def _answer(results: dict) -> dict | None:
    values = [each for result in results.values() for each in result]
    if not values:
        return {"kind": "no_value", "values": [], "latex": []}
    kind = "value" if len(values) == 1 and not set(results) & _BY_CONVENTION else "figures"
    names = [name for name, result in results.items() for _ in result]
    return {"kind": kind, "values": list(map(str, values)), "names": names, "latex": list(map(tex, values))}


def _over(top: sympy.Rational, bottom: int) -> str:
    """A division and its result, once if the fraction is the result already."""
    division = rf"\frac{{{latex(decimal_tree(top))}}}{{{bottom}}}"
    result = text_of(top / bottom)
    return result if result.startswith(division) else f"{division} = {result}"


def _squares(values: list[sympy.Rational], mean: sympy.Rational) -> str:
    """The squares of the distances as a sum; long ones with the middle left out."""
    shown = [rf"\left({tex(each - mean)}\right)^2" for each in values]
    if len(shown) > MOST_SHOWN:
        shown = [*shown[: MOST_SHOWN // 2], r"\dots", *shown[-MOST_SHOWN // 2 :]]
    return " + ".join(shown)


def _mean(values: list[sympy.Rational]) -> tuple[list[Step], dict]:
    total, count = sum(values), len(values)
    mean = total / count
    require(sum(each - mean for each in values) == 0, "mean")
    steps = [
        Step(Phrase(N_("Mean: add all the numbers.")), None, f"{sum_of(values)} = {text_of(total)}", "sum"),
        Step(
            Phrase(N_("Divide by how many there are.")),
            None,
            _over(total, count),
            "divide",
        ),
    ]
    return steps, {"mean": [mean]}


def _median(values: list[sympy.Rational]) -> tuple[list[Step], dict]:
    ordered, half = sorted(values), len(values) // 2
    if len(values) % 2:
        median = ordered[half]
        step = Step(Phrase(N_("Median: the number in the middle.")), None, text_of(median), "middle")
    else:
        median = (ordered[half - 1] + ordered[half]) / 2
        pair = rf"\frac{{{sum_of(ordered[half - 1 : half + 1])}}}{{2}} = {text_of(median)}"
        step = Step(Phrase(N_("Median: half-way between the two numbers in the middle.")), None, pair, "middle")
    below, above = [each for each in values if each < median], [each for each in values if each > median]
    require(2 * max(len(below), len(above)) <= len(values), "median")
    return [in_order(values), step], {"median": [median]}


def _mode(values: list[sympy.Rational]) -> tuple[list[Step], dict]:
    counts = Counter(values)
    most = max(counts.values())
    modes = sorted(value for value, times in counts.items() if times == most)
    if len(modes) == len(counts) and len(counts) > 1:
        return [Step(Phrase(N_("Mode: all of them occur equally often.")), None, None, "count")], {"mode": []}
    shown = ",\\ ".join(text_of(each) for each in modes)
    sentence = Phrase(N_("Mode: what occurs most often, {times} times."), {"times": str(most)})
    return [Step(sentence, None, shown, "count")], {"mode": modes}


def _range(values: list[sympy.Rational]) -> tuple[list[Step], dict]:
    low, high = min(values), max(values)
    shown = f"{text_of(high)} - {text_of(low) if low >= 0 else f'({text_of(low)})'} = {text_of(high - low)}"
    return [Step(Phrase(N_("Range: the largest minus the smallest.")), None, shown, "range")], {"range": [high - low]}


def _spread(name: str, group: str):
    """Variance or standard deviation of a population or a sample."""

    def figure(values: list[sympy.Rational]) -> tuple[list[Step], dict]:
        count = len(values)
        mean = sum(values) / count
        squares = sum((each - mean) ** 2 for each in values)
        require(squares == sum(each**2 for each in values) - count * mean**2, "variance")
        by = count if group == "population" else count - 1
        variance = squares / by
        divide = (
            N_("Whole population: divide by how many there are, {count}.")
            if group == "population"
            else N_("Sample: divide by one less than there are, {count}.")
        )
        steps = [
            Step(
                Phrase(N_("Add the squares of the distances from the mean, {mean}."), {"mean": math(text_of(mean))}),
                None,
                f"{_squares(values, mean)} = {text_of(squares)}",
                "squares",
            ),
            Step(Phrase(divide, {"count": str(by)}), None, _over(squares, by), "divide"),
        ]
        if name == "variance":
            return steps, {f"variance_{group}": [variance]}
        root = sympy.sqrt(variance)
        require(sympy.expand(root**2 - variance) == 0, "deviation")
        steps.append(Step(Phrase(N_("Take the square root.")), None, text_of(root), "root"))
        return steps, {f"deviation_{group}": [root]}

    return figure


def _both(name: str):
    def figure(values: list[sympy.Rational]) -> tuple[list[Step], dict]:
        first, one = _spread(name, "population")(values)
        second, two = _spread(name, "sample")(values)
        return [*first, *second[1:]], one | two

    return figure


_FIGURES = {
    "mean": _mean,
    "median": _median,
    "mode": _mode,
    "range": _range,
    "quartiles": quartiles,
    "quartile_1": lower_quartile,
    "quartile_3": upper_quartile,
    "iqr": between_quartiles,
    **{
        f"{name}_{group}": _spread(name, group)
        for name in ("variance", "deviation")
        for group in ("population", "sample")
    },
    "variance_both": _both("variance"),
    "deviation_both": _both("deviation"),
}
_LOWER_HALF, _UPPER_HALF = "sorted(numbers)[: len(numbers) // 2]", "sorted(numbers)[(len(numbers) + 1) // 2 :]"
_CALLS = {
    "mean": "mean(numbers)",
    "median": "median(numbers)",
    "mode": "multimode(numbers)",
    "range": "max(numbers) - min(numbers)",
    "quartile_1": f"median({_LOWER_HALF})",
    "quartile_3": f"median({_UPPER_HALF})",
    "iqr": f"median({_UPPER_HALF}) - median({_LOWER_HALF})",
    "variance_population": "pvariance(numbers)",
    "variance_sample": "variance(numbers)",
    "deviation_population": "pstdev(numbers)",
    "deviation_sample": "stdev(numbers)",
}


def _program(values: list[sympy.Rational], names: list[str]) -> str:
    """The same by Python's own statistics, whose results must be the same."""
    calls = [_CALLS[name] for name in names]
    numbers = [str(each) if each.is_Integer else f'Fraction("{each}")' for each in values]
    used = sorted({call.partition("(")[0] for call in calls} - {"max"})
    imports = [f"from statistics import {', '.join(used)}"] if used else []
    if any(not each.is_Integer for each in values):
        imports.insert(0, "from fractions import Fraction")
    lines = [f"numbers = [{', '.join(numbers)}]", *[f"print({call})" for call in calls]]
    exact = [Fraction(int(each.p), int(each.q)) for each in values]
    require(statistics.mean(exact) == Fraction(int(sum(values).p), int(sum(values).q)) / len(values), "mean")
    return "\n".join([*imports, *lines])
