"""The older name of IPython.display."""

from IPython.display import *  # noqa: F403 - all of it, under its older name
