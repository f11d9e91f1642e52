"""The words that name an answer: of any kind, and of the kind that was asked for."""

import re

from maths.reading.tasks import Task
from maths.tree import word_set

SUBJECT_WORDS = word_set(
    "the a an final correct exact simplest answer solution solutions result value values "
    "expression function of to for is are so thus therefore hence this that it its which your our question "
    "problem equation form we get have obtain find and "
    "finally in conclusion then now with respect whole thing complete full overall here conclude can see only unique "
    "real "
    "set general indefinite definite calculation asked wanted sought original given "
    "us gives giving yields leaves means be must therefore, looking sure okay ok great hi hello two three both rule "
    "die der das lösung ergebnis antwort wert also ist gleichung von somit daher lautet gesuchte "
    "damit folgt wir erhalten es ergibt sich lösungsmenge lösungen sind"
)
_KIND_WORDS = {
    "derivative": word_set("derivative ableitung"),
    "antiderivative": word_set("integral antiderivative indefinite stammfunktion"),
    "definite": word_set("integral definite area"),
    "solutions": word_set("root roots zeros zero nullstellen solutions"),
    "factorization": word_set("prime factorization factorisation factors factored primfaktorzerlegung"),
    "factor": word_set("factored factorised factorized factorization factorisation"),
    "expand": word_set("expanded expansion"),
    "simplify": word_set("simplified vereinfacht"),
    "arithmetic": word_set("simplified"),
    "remainder": word_set("remainder rest left over"),
    "gcd": word_set("gcd hcf gcf greatest highest largest common divisor factor ggt"),
    "lcm": word_set("lcm least lowest smallest common multiple kgv"),
    "sort": word_set("order sorted ordered numbers ascending descending"),
    "factors": word_set("factors divisors all positive"),
    "next_term": word_set("next number term terms sequence"),
    "nth_term": word_set("nth term rule formula sequence"),
    "measure": word_set("there"),
    "rounding": word_set("rounded"),
    "numeral": word_set(
        "base representation notation number numeral written digits remainders reading bottom top "
        "backwards from again up"
    ),
    "time": word_set("time clock later earlier"),
    "rank": word_set("number numbers value one"),
    "compare": word_set("number numbers value one"),
    "closest": word_set("number numbers value one"),
    "inverse_function": word_set("inverse"),
    "tangent": word_set("tangent line"),
    "share": word_set("shares amounts parts two three"),
    "angles": word_set("angle angles solutions radians degrees integer integers whole number any every"),
    "ratio": word_set("ratio simplified lowest terms numbers number parts part"),
    "matrix": word_set("matrix answer result"),
    "matrix_sum": word_set("sum"),
    "matrix_difference": word_set("difference"),
    "matrix_product": word_set("product"),
    "matrix_square": word_set("square"),
    "matrix_transpose": word_set("transpose"),
    "matrix_inverse": word_set("inverse"),
    "set_question": word_set("set union intersection difference elements"),
    "discriminant": word_set("discriminant"),
    "divisible": word_set("left over"),
}
_FIGURE_WORDS = {
    "mean": word_set("mean average arithmetic"),
    "median": word_set("median middle number"),
    "mode": word_set("mode most frequent common number"),
    "range": word_set("range"),
}
_GIVEN = word_set("radius diameter side base height length width diagonal a b c")
_WORD = re.compile(r"[a-z]{2,}")


def kind_words(task: Task, shape: str, question: str) -> frozenset[str]:
    """The words for the answer to a task, such as "gcd" and "divisor"."""
    if task.kind == "percent_change":
        return word_set("increase decrease change rise drop") & set(_WORD.findall(question.lower()))
    if task.kind == "measure":
        return frozenset(task.details[0].split("_")) - _GIVEN | _KIND_WORDS["measure"]
    if task.kind == "statistic":
        return _FIGURE_WORDS.get(task.details[0], frozenset()) if len(task.details) == 1 else frozenset()
    if task.kind == "definitions" and getattr(task.expressions[-1], "head", "") == "prime":
        return word_set("slope gradient")
    definite = "definite" if task.kind == "integral" and len(task.expressions) > 1 else ""
    return frozenset().union(*[_KIND_WORDS.get(each, ()) for each in (task.kind, shape, definite)])
