"""Questions with letters, one strategy for each kind."""

from hypothesis import strategies as st

from tests.maths_made.asking import NUMBER, OTHER_THAN_ZERO, SIGNED, SMALL, ask, polynomials, product, some

QUADRATIC = polynomials(some(2), st.sampled_from([1, 2, -3]))
RELATION = st.sampled_from(["<", "<=", ">", ">="])
POWER = st.integers(2, 5)
ANY_QUADRATIC = ask("{}*x^2 + ({})*x + ({})", SMALL, SIGNED, SIGNED)
MATRIX = ask("[[{}, {}], [{}, {}]]", SIGNED, SIGNED, SIGNED, SIGNED)
LARGE_MATRIX = ask("[[{}, {}, {}], [{}, {}, {}], [{}, {}, {}]]", *[st.integers(-4, 4)] * 9)
SQUARE = st.one_of(MATRIX, LARGE_MATRIX)
FUNCTION = st.one_of(
    ask("{}*x^{} + ({})*x", SMALL, POWER, SIGNED),
    ask("x^{}*sin({}x)", POWER, SMALL),
    ask("e^({}x) + ln(x)", OTHER_THAN_ZERO),
    ask("({}x + {})^{}", SMALL, SMALL, POWER),
    ask("(x + {})/(x^2 + {})", SIGNED, SMALL),
    ask("sqrt(x^2 + {})", SMALL),
)
INTEGRAND = st.one_of(
    ask("{}*x^{} + ({})*x", SMALL, POWER, SIGNED),
    ask("cos({}x) + e^({}x)", SMALL, SMALL),
    ask("x*e^({}x)", OTHER_THAN_ZERO),
    ask("1/(x + {})", SMALL),
    ask("({}x + {})^{}", SMALL, SMALL, POWER),
)
EQUATIONS = st.one_of(
    ask("solve {}*x + ({}) = {}*x + ({})", SIGNED, SIGNED, SIGNED, SIGNED).filter(lambda text: "x" in text),
    ask("solve {}*(x - {}) = {} - x/{}", SMALL, SMALL, SIGNED, SMALL),
    ask("solve {} = 0", st.one_of(QUADRATIC, polynomials(some(3), st.just(1)))),
    ask("solve {} = {}", ANY_QUADRATIC, SIGNED),
)
GENERAL = st.one_of(
    ask("solve |{}x + {}| = {}", SMALL, SIGNED, SIGNED),
    ask("solve sqrt(x + {}) = x - {}", SMALL, SMALL),
    ask("solve {}/(x - {}) = x + {}", SMALL, SMALL, SMALL),
    ask("solve {}^(x + {}) = {}", st.integers(2, 5), SIGNED, SMALL),
    ask("solve ln(x - {}) = {}", SMALL, st.integers(0, 2)),
)
INEQUALITIES = st.one_of(
    ask("solve {}*x + ({}) {} {}*x + ({})", SIGNED, SIGNED, RELATION, SIGNED, SIGNED),
    ask("solve {} {} 0", QUADRATIC, RELATION),
    ask("solve (x - {})/(x + {}) {} {}", SMALL, SMALL, RELATION, SIGNED),
)


def _system(a, b, c, d, x, y):
    return f"solve {a}*x + ({b})*y = {a * x + b * y}, {c}*x + ({d})*y = {c * x + d * y}"


ALGEBRA = {
    "equation": EQUATIONS,
    "general_equation": GENERAL,
    "inequality": INEQUALITIES,
    "simplify": st.one_of(
        ask("simplify {}x + {}y - {}x", SMALL, SMALL, SMALL),
        st.builds(lambda a, b: f"simplify ({product(a, b)})/(x - ({a}))", OTHER_THAN_ZERO, SIGNED),
        ask("simplify x^{} * x^{}", POWER, POWER),
    ),
    "expand": st.one_of(
        ask("expand ({}x + {})({}x - {})", SMALL, SMALL, SMALL, SMALL),
        ask("expand (x - {})^{}", SMALL, st.integers(2, 4)),
        ask("expand {}(a + {})", SMALL, SMALL),
    ),
    "factor": ask("factor {}", polynomials(some(2), SMALL)),
    "derivative": ask("derivative of {}", FUNCTION),
    "integral": st.one_of(
        ask("integrate {}", INTEGRAND), ask("integrate {} from 0 to {}", INTEGRAND, st.integers(1, 3))
    ),
    "plot": ask("plot {}", st.one_of(QUADRATIC, ask("{}x + {}", SMALL, SMALL))),
    "solvable": ask("does {} = 0 have real solutions?", ANY_QUADRATIC),
    "complete_square": ask("complete the square {}", ANY_QUADRATIC),
    "quadratic_complex": ask("solve {} = 0 over the complex numbers", ANY_QUADRATIC),
    "limit": st.one_of(
        st.builds(lambda a, b: f"limit of ({product(a, b)})/(x - ({a})) as x approaches {a}", SIGNED, SIGNED),
        ask("limit of sin({}x)/({}x) as x approaches 0", SMALL, SMALL),
        ask("limit of {}x + {} as x approaches {}", SMALL, SMALL, SIGNED),
    ),
    "limit_left": ask("limit of {}/(x - {}) as x approaches {} from the left", SMALL, SMALL, SMALL),
    "limit_right": ask("limit of {}/(x - {}) as x approaches {} from the right", SMALL, SMALL, SMALL),
    "limit_infinity": ask("limit of ({}x^2 + {})/({}x^2 - x) as x approaches infinity", SMALL, SMALL, SMALL),
    "limit_minus_infinity": ask("limit of ({}x + {})/({}x - {}) as x approaches -infinity", SMALL, SMALL, SMALL, SMALL),
    "series": st.one_of(
        ask("sum of {}k + {} from k=1 to {}", SMALL, SMALL, NUMBER),
        ask("sum of k^2 from k=1 to {}", NUMBER),
        ask("sum from k=0 to {} of {}^k", SMALL, st.integers(2, 4)),
    ),
    "trig_equation": st.one_of(
        st.builds(
            "solve {}({}x) = {} for 0 <= x < 360".format,
            st.sampled_from(["sin", "cos"]),
            st.integers(1, 2),
            st.sampled_from(["1/2", "-1/2", "0", "sqrt(3)/2", "1"]),
        ),
        st.sampled_from(
            ["sin(2x) = sin(x)", "2sin(x)^2 - sin(x) - 1 = 0", "sin^2(x) = cos(x) + 1", "sin(x) = cos(x)", "tan(x) = 1"]
        ),
    ),
    "matrix_sum": ask("{} + {}", MATRIX, MATRIX),
    "matrix_difference": ask("{} - {}", MATRIX, MATRIX),
    "matrix_product": ask("{} * {}", MATRIX, MATRIX),
    "matrix_square": ask("{}^2", SQUARE),
    "matrix_multiple": ask("{} * {}", NUMBER, SQUARE),
    "matrix_transpose": ask("transpose of {}", SQUARE),
    "matrix_determinant": ask("determinant of {}", SQUARE),
    "matrix_inverse": ask("inverse of {}", SQUARE),
    "inverse_function": st.one_of(
        ask("find the inverse of f(x) = {}x + {}", SMALL, SIGNED),
        ask("inverse of (x + {})/(x - {})", SMALL, SMALL),
        ask("inverse of e^({}x) + {}", SMALL, SMALL),
    ),
    "domain": st.one_of(ask("domain of sqrt({}x - {})", SMALL, SMALL), ask("domain of 1/({})", QUADRATIC)),
    "function_range": st.one_of(
        ask("range of f(x) = ({})x^2 + ({})x + ({})", OTHER_THAN_ZERO, SIGNED, SIGNED),
        ask("range of {} - {}*sqrt({}x - {})", SIGNED, SMALL, SMALL, SMALL),
        ask("range of |x - {}| + ({})", SMALL, SIGNED),
        ask("range of {}^x + ({})", st.integers(2, 5), SIGNED),
        ask("range of ({}x + {})/(x - {})", SMALL, SMALL, SMALL),
    ),
    "partial_fractions": st.builds(
        "partial fractions of ({}x + ({}))/({})".format,
        SMALL,
        SIGNED,
        st.lists(SIGNED, min_size=2, max_size=3, unique=True).map(lambda roots: product(*roots)),
    ),
    "tangent": ask("tangent to y = {}*x^2 + {}*x at x = {}", SMALL, SMALL, SIGNED),
    "value_table": ask("table of values for {} from -2 to 2 in steps of 1", QUADRATIC),
    "definitions": st.one_of(
        ask("f(x) = {}x^2 + {}, what is f({})?", SMALL, SMALL, SIGNED),
        ask("Let f(x) = {}x + {} and g(x) = x^2. Find f(g(x)).", SMALL, SMALL),
        ask("Suppose {}n = {}. Let f(x) = x^2 - x. What is n*f({})?", SMALL, NUMBER, SMALL),
    ),
    "system": st.builds(_system, SMALL, SIGNED, SMALL, SIGNED, SIGNED, SIGNED),
    "coefficient": ask("coefficient of x^2 in ({}x + {})^{}", SMALL, SMALL, st.integers(2, 4)),
    "simplify_power": ask("simplify (x^{})^{} * x^-{} for x > 0", POWER, POWER, SMALL),
    "discriminant": ask("find the discriminant of {}", ANY_QUADRATIC),
    "root_count": ask("how many real roots does {} have?", ANY_QUADRATIC),
    "turning_points": ask("turning points of {}*x^3 - {}*x", SMALL, SMALL),
}
