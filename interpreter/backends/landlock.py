"""Landlock: for machines that refuse namespaces. The kernel's path rules hide files, the rest is seccomp and rlimits.

There is no file system of its own: each process gets a scratch folder on the host, whose size is watched from outside.
What stays visible: whether a path exists, and how large and old it is (`stat` is not governed), never what is in it.
"""

import os

from interpreter import scratch
from interpreter.backends.launch import DEVICES, ENVIRONMENT, FLAGS, Launch, configuration
from interpreter.layout import Layout
from interpreter.sandbox.landlock import version

NAME = "landlock"


class Landlock:
    """Starts processes that lock themselves in before they say that they are ready."""

    name = NAME

    def __init__(self, layout: Layout, scratch_prefix: str):
        self._layout = layout
        self._prefix = scratch_prefix

    def missing(self) -> str:
        """Return why it cannot even be tried, or nothing."""
        return "" if version() else "the kernel has no Landlock"

    def launch(self, role: str) -> Launch:
        """Return how to start a process for one of launch.ROLES; makes its scratch folder."""
        folder = scratch.make(self._prefix)
        layout = self._layout
        readable = [*layout.system, *layout.python, *layout.site, *map(str, layout.code.values()), *DEVICES]
        rules = {"readable": readable, "writable": [str(folder)]}
        argument = configuration(role, layout, str(folder), rules, os.getpid())
        program = str(layout.code["interpreter"] / "sandbox" / "__main__.py")
        environment = {**ENVIRONMENT, "MPLCONFIGDIR": str(folder / ".matplotlib"), "TMPDIR": str(folder)}
        return Launch([layout.executable, *FLAGS, program, argument], environment, folder)
