"""Stands in for IPython, which programs written for notebooks import to show something."""

from IPython import display

__all__ = ["display", "get_ipython"]

version_info = (9, 0, 0)


def get_ipython() -> None:
    """Say that this is not IPython's own shell."""
    return
