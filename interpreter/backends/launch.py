"""What a backend hands out: how to start one sandboxed process."""

import json
from dataclasses import dataclass
from pathlib import Path

from interpreter.layout import Layout

ROLES = ("cells", "computations", "probe")
COMPUTING = ["sympy", "PIL.Image", "PIL.PngImagePlugin"]
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "HOME": "/tmp",  # noqa: S108 - the sandbox's own
    "MPLBACKEND": "Agg",
    # Each thread of OpenBLAS and each arena of malloc counts against the address space.
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
DEVICES = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]
FLAGS = ["-I", "-S", "-B", "-X", "utf8"]


@dataclass(frozen=True)
class Launch:
    """A command, its environment, and what is particular to a backend.

    `scratch`: the folder on the host that it may write to (None: it has file systems of its own).
    `report_option`: the option by which a wrapper reports the process id of the program inside, to a descriptor.
    """

    argv: list[str]
    environment: dict[str, str]
    scratch: Path | None = None
    report_option: str | None = None

    def reporting_to(self, fd: int) -> list[str]:
        """Return the command, with the report sent to `fd` where there is one."""
        program, *rest = self.argv
        return [program, self.report_option, str(fd), *rest] if self.report_option else self.argv


def configuration(role: str, layout: Layout, data: str, landlock: dict | None, parent: int | None) -> str:
    """Return the argument of `interpreter.sandbox`."""
    preload = {"cells": layout.preload, "computations": COMPUTING, "probe": []}[role]
    config = {
        "role": role,
        "site": layout.site,
        "preload": preload,
        "data": data,
        "landlock": landlock,
        "parent": parent,
    }
    return json.dumps(config)
