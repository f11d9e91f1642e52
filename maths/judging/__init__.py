"""Judges whether a reply answers its question rightly. Runs only inside a sandbox; JSON in, JSON out."""

from maths.judging.judgement import judge

__all__ = ["judge"]
