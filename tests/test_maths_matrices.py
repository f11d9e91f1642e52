"""Matrices: read in brackets and LaTeX, with and without names; right for random entries; refused when sizes differ."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from maths.reading import read
from maths.wording import compose_final, compose_steps
from tests.solved import part, printed, value

ROWS = st.lists(st.lists(st.integers(-9, 9), min_size=3, max_size=3), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("determinant of [[1,2],[3,4]]", "-2"),
        ("det([[1,2],[3,4]])", "-2"),
        ("determinant of [[sqrt(2), 1], [3, sqrt(8)]]", "1"),
        (r"What is \det\begin{pmatrix}1&2\\3&4\end{pmatrix}?", "-2"),
        ("find the inverse of [[1,2],[3,4]]", "[[-2, 1], [3/2, -1/2]]"),
        ("A = [1 2; 3 4], find A^-1", "[[-2, 1], [3/2, -1/2]]"),
        (r"Let $A = \begin{bmatrix}1 & 2\\ 3 & 4\end{bmatrix}$. Find $A^{-1}$.", "[[-2, 1], [3/2, -1/2]]"),
        ("[[1,2],[3,4]] + [[5,6],[7,8]]", "[[6, 8], [10, 12]]"),
        ("Find A - B if A = [[1,2],[3,4]] and B = [[1,1],[1,1]]", "[[0, 1], [2, 3]]"),
        ("Let A = [[1,2],[3,4]] and B = [[0,1],[1,0]]. Find AB.", "[[2, 1], [4, 3]]"),
        ("Let A = [[1,2],[3,4]] and B = [[0,1],[1,0]]. Find BA.", "[[3, 4], [1, 2]]"),
        ("multiply [[1,2],[3,4]] and [[5,6],[7,8]]", "[[19, 22], [43, 50]]"),
        ("[[1,2],[3,4]] * [[5],[6]]", "[[17], [39]]"),
        ("3 * [[1,2],[3,4]]", "[[3, 6], [9, 12]]"),
        ("transpose of [[1,2,3],[4,5,6]]", "[[1, 4], [2, 5], [3, 6]]"),
        ("[[1,2],[3,4]]^2", "[[7, 10], [15, 22]]"),
    ],
)
def test_matrices_are_read_in_many_wordings_and_computed(text, answer):
    found = part(text)

    assert found["answer"]["values"] == [answer]
    assert printed(found["program"]).removeprefix("Matrix(").removesuffix(")") == answer


def test_a_matrix_without_an_inverse_is_said_to_have_none():
    found = part("inverse of [[1,2],[2,4]]")

    assert "does not exist" in compose_final(found)
    assert found["answer"]["values"] == []


def test_a_determinant_is_expanded_along_its_first_row():
    assert "Expand along the first row" in compose_steps(part("determinant of [[2,0,1],[1,3,2],[1,1,1]]"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[1,2],[3,4]] + [[1,2,3],[4,5,6]]", "undefined"),
        ("[[1,2,3],[4,5,6]] * [[1,2],[3,4]]", "undefined"),
        ("determinant of [[1,2,3],[4,5,6]]", "undefined"),
        ("determinant of [[1,2],[3]]", "unsupported"),
        ("determinant of [[1,x],[3,4]]", "unsupported"),
    ],
)
def test_what_is_not_defined_is_refused(text, code):
    assert read(text).problem.code == code


@given(ROWS, ROWS)
def test_random_products_and_inverses_are_right(first, second):
    a, b = sympy.Matrix(first), sympy.Matrix(second)

    assert sympy.Matrix(value(f"{first} * {second}")) == a * b
    assert value(f"determinant of {first}") == a.det()
    if a.det():
        assert sympy.Matrix(value(f"inverse of {first}")) == a.inv()
