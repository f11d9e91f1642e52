"""Questions about numbers, one strategy for each kind."""

from hypothesis import strategies as st

from tests.maths_made.asking import NUMBER, OTHER_THAN_ZERO, SIGNED, SMALL, ask

DECIMAL = st.tuples(st.integers(0, 99), st.integers(0, 99), SMALL).map(lambda each: f"{each[0]}.{each[1]:02}{each[2]}")
FRACTION = st.builds("{}/{}".format, SMALL, st.integers(2, 9))
FEW = st.lists(st.one_of(SIGNED.map(str), FRACTION, DECIMAL), min_size=3, max_size=5, unique_by=lambda each: eval(each))
WHOLE = st.lists(NUMBER, min_size=2, max_size=3, unique=True)
LIST = FEW.map(", ".join)
BASES = st.sampled_from([2, 3, 5, 8, 16])


def _written(value, base):
    digits = "0123456789abcdef"
    return _written(value // base, base) + digits[value % base] if value >= base else digits[value]


def _in_base(template):
    return st.builds(
        lambda base, *values: template.format(base, *[_written(each, base) for each in values]), BASES, NUMBER
    )


NUMBERS = {
    "arithmetic": st.one_of(
        ask("what is {} + {} * ({} - {})", SMALL, SMALL, SIGNED, SMALL),
        ask("({}/{} - {}/{}) / {}", SMALL, SMALL, SMALL, SMALL, SMALL),
        ask("sqrt({}) + sqrt({})", NUMBER, NUMBER),
        ask("{}.{} * {}^{} - |{}|", SMALL, SMALL, SMALL, st.integers(2, 3), SIGNED),
        ask("{} {}/{} + {}%", SMALL, st.integers(1, 4), st.integers(5, 9), SMALL).map(
            lambda text: text.replace("%", "")
        ),
    ),
    "rounding": ask("round {} to {} decimal places", DECIMAL, st.integers(1, 2)),
    "percent_of": ask("what is {}% of {}", NUMBER, NUMBER),
    "percent_share": ask("{} is what percent of {}", NUMBER, NUMBER),
    "percent_whole": ask("{} is {}% of what number", NUMBER, NUMBER),
    "percent_increase": ask("increase {} by {}%", NUMBER, NUMBER),
    "percent_decrease": ask("decrease {} by {}%", NUMBER, NUMBER),
    "percent_change": ask("percent change from {} to {}", NUMBER, NUMBER),
    "factor_integer": ask("prime factorization of {}", st.integers(2, 5000)),
    "gcd": ask("gcd of {}", WHOLE.map(lambda each: " and ".join(map(str, each[:2])))),
    "lcm": ask("lcm of {}", WHOLE.map(lambda each: " and ".join(map(str, each[:2])))),
    "remainder": ask("remainder of {} divided by {}", st.integers(10, 5000), st.integers(2, 60)),
    "divisible": ask("is {} divisible by {}?", st.integers(10, 5000), st.integers(2, 20)),
    "prime": ask("is {} prime?", st.integers(2, 600)),
    "factors": ask("list all the factors of {}", st.integers(2, 400)),
    "multiples": ask("first {} multiples of {}", st.integers(2, 8), NUMBER),
    "digit": ask("what is the tens digit of {}", st.integers(100, 99999)),
    "base": st.one_of(
        ask("write {} in base {}", NUMBER, BASES), _in_base("convert {1} from base {0} to base 10").filter(bool)
    ),
    "base_sum": st.builds(
        lambda base, a, b: f"in base {base}, what is {_written(a, base)} + {_written(b, base)}", BASES, NUMBER, NUMBER
    ),
    "compare": ask("which is bigger, {} or {}?", FRACTION, DECIMAL),
    "sort": ask("sort {} from smallest to largest", LIST),
    "rank": ask("what is the second largest of {}", LIST),
    "closest": ask("which number is closest to {}: {}", SMALL, LIST),
    "next_term": st.one_of(
        st.builds(
            lambda a, d, e: "what comes next: " + ", ".join(str(a + d * n + e * n * n) for n in range(6)),
            SIGNED,
            OTHER_THAN_ZERO,
            SIGNED,
        ),
        st.builds(
            lambda a, q: "next number in " + ", ".join(str(a * q**n) for n in range(5)), SMALL, st.integers(2, 4)
        ),
    ),
    "nth_term": st.builds(
        lambda a, d, e: "nth term of " + ", ".join(str(a + d * n + e * n * n) for n in range(6)),
        SIGNED,
        OTHER_THAN_ZERO,
        SIGNED,
    ),
    "statistic": st.builds(
        "{} of {}".format,
        st.sampled_from(
            ["mean", "median", "range", "standard deviation", "variance", "mode", "quartiles", "interquartile range"]
        ),
        st.lists(NUMBER, min_size=3, max_size=6).map(lambda each: ", ".join(map(str, each))),
    ),
    "rewrite": st.one_of(ask("{} as a decimal", FRACTION), ask("write {} as a fraction", DECIMAL)),
    "ratio": ask("simplify the ratio {}:{}", NUMBER, NUMBER),
    "share": ask("share {} in the ratio {}:{}", NUMBER, SMALL, SMALL),
    "interest": st.builds(
        "{} interest on {} at {}% for {} years".format,
        st.sampled_from(["simple", "compound"]),
        st.integers(100, 900),
        SMALL,
        st.integers(2, 4),
    ),
    "convert": st.builds(
        lambda amount, units: "convert {} {} to {}".format(amount, *units),
        NUMBER,
        st.sampled_from(["km m", "min h", "kg g", "feet inches", "hours seconds", "cm m", "miles km"]).map(str.split),
    ),
    "clock": ask("what is {} minutes after {}:{} AM?", NUMBER, SMALL, st.integers(10, 59)),
    "measure": st.one_of(
        ask("area of a rectangle {} cm by {} cm", NUMBER, NUMBER),
        ask("area of a circle with radius {}", SMALL),
        ask("volume of a sphere with radius {} m", SMALL),
        ask("perimeter of a square with side {} cm", NUMBER),
        ask("area of a triangle with base {} and height {}", NUMBER, NUMBER),
    ),
    "chance": st.one_of(
        ask("probability of rolling at least {} on a die", st.integers(1, 6)),
        ask("probability of getting {} heads in {} coin flips", st.integers(0, 2), st.integers(2, 5)),
        ask("a bag has {} red and {} blue marbles. what is the probability of picking a red one", SMALL, SMALL),
        ask("probability of rolling a sum of {} with two dice", st.integers(2, 12)),
    ),
    "story": st.one_of(
        ask("Tom has {} apples and buys {} more. How many apples does he have?", NUMBER, NUMBER),
        ask(
            "Anna had {} candies. She gave {} to her brother. How many are left?",
            st.integers(50, 90),
            st.integers(2, 40),
        ),
        ask(
            "{} cookies are shared equally among {} kids. How many does each get?",
            st.just(60),
            st.sampled_from([2, 3, 4, 6]),
        ),
    ),
    "worked": st.one_of(
        ask("A train travels {} km in {} hours. What is its speed?", NUMBER, SMALL),
        ask("how long does it take to drive {} km at {} km/h?", NUMBER, NUMBER),
        ask("A tank holds {} liters. It is filled at {} liters per minute. How long does it take?", NUMBER, SMALL),
        ask(
            "Mia has ${}. She buys {} shirts for ${} each. How much money does she have left?",
            st.just(90),
            SMALL,
            SMALL,
        ),
        ask(
            "I pay ${} for a jacket after a {}% discount. What was the original price?",
            NUMBER,
            st.sampled_from([5, 20, 25]),
        ),
    ),
    "set_question": st.builds(
        r"{1} {0} {2}".format,
        st.sampled_from([r"\cup", r"\cap", r"\setminus"]),
        *[st.lists(SMALL, min_size=1, max_size=4, unique=True).map(lambda each: rf"\{{{', '.join(map(str, each))}\}}")]
        * 2,
    )
    | st.builds(
        r"{1}{3}, {4}{2} {0} ({5}, {6}]".format,
        st.sampled_from([r"\cup", r"\cap"]),
        st.sampled_from("(["),
        st.sampled_from(")]"),
        st.integers(-9, 0),
        st.integers(1, 5),
        st.integers(-3, 3),
        st.integers(4, 9),
    ),
}
