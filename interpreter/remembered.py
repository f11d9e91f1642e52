"""Which sessions were given a sandbox, kept in a file: the next process tells them that their variables are lost."""

import contextlib
import os
from collections import OrderedDict
from pathlib import Path

from interpreter.limits import REMEMBERED_SESSIONS

FILE_NAME = "interpreter.sessions"


class Remembered:
    """Names of sessions, the newest of them. The file has a line for each change: `+name` or `-name`."""

    def __init__(self, path: Path):
        self._path = path
        self._names: OrderedDict[str, None] = OrderedDict()
        self._lines = 0
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []:
            self._follow(line)
        self._write_anew()

    def __iter__(self):
        return iter(self._names)

    def add(self, name: str) -> None:
        """Remember a session."""
        if name not in self._names:
            self._note(f"+{name}")

    def discard(self, name: str) -> None:
        """Forget a session that was closed."""
        if name in self._names:
            self._note(f"-{name}")

    def _note(self, line: str) -> None:
        self._follow(line)
        self._lines += 1
        if self._lines > 2 * REMEMBERED_SESSIONS:
            self._write_anew()
            return
        # A full disk costs the note to a later process, and nobody's cell.
        with contextlib.suppress(OSError), self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def _follow(self, line: str) -> None:
        if line[:1] == "-":
            self._names.pop(line[1:], None)
        elif line[:1] == "+":
            self._names[line[1:]] = None
            while len(self._names) > REMEMBERED_SESSIONS:
                self._names.popitem(last=False)

    def _write_anew(self) -> None:
        """Write the names that are left, beside the file and then in its place."""
        beside = self._path.with_suffix(".new")
        with contextlib.suppress(OSError):
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.writelines(f"+{name}\n" for name in self._names)
            beside.replace(self._path)
        self._lines = len(self._names)
