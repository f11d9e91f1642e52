"""Finds what a reply claims to be the answer to a task, without computing anything and without SymPy."""

from maths.claims.claim import Claim
from maths.claims.finding import find
from maths.claims.targets import Target
from maths.claims.values import Value

__all__ = ["Claim", "Target", "Value", "find"]
