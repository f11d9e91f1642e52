"""The hard limits of what is read; beyond them the answer is a sentence, never a computation."""

TEXT = 8_000
QUESTION = 1_200
EXPRESSION = 500
BRACKETS = 20
TREE = 60
DIGITS = 60
RESULT_DIGITS = 3_000
EXPONENT = 200
TERMS = 300
FACTORIAL = 1_000
DEGREE = 40
ROOT_INDEX = 100
DERIVATIVE_ORDER = 5
HEAVY_DIGITS = 18
PARTS = 2
