"""Which runs of letters are products of unknowns, and which are words: one answer for reading and writing."""

from maths.tree import word_set

# Pairs of letters that are words or units rather than products of unknowns.
_WORDS = word_set(
    "ad ah am an as at be by do dx dy dt eh em en er ex go ha he hi ho hr id if in is it la lo ma me mi my "
    "no of oh ok on or "
    "ox oz pa pi pm pp qt so tg th to uh um un up us ut vs we wt yd ye yo cm mm km nm kg mg ml cl dl hl lb "
    "ft sh ch st nd rd "
    "im ur ya le de et el os ms ns mb gb ha gr eq rs tv pc ip ai cd dp sf hp mw kw hz pt sq cu"
)


def is_product(run: str) -> bool:
    """Whether two or three letters side by side are a product."""
    if len(run) == 2:
        return run.lower() not in _WORDS
    return len(run) == 3 and run.islower() and _is_ladder(run)


def _is_ladder(run: str) -> bool:
    """Letters in the order of the alphabet from its ends, as in abc or xyz: a product, no word."""
    return run in "abcd" or run in "wxyz" or run in {"abx", "axy", "bxy", "aby", "abz", "acx", "bcx", "mnp", "pqr"}
