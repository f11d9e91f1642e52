"""The folder that programs know as /mnt/data: files come in with a cell, new and changed ones go out after it."""

import builtins
import contextlib
import io
import os
import stat
from pathlib import Path

from interpreter.wire import pack, unpack

SHOWN = "/mnt/data"
FILES = 20
BYTES = 10 * 2**20


class DataFolder:
    """The files of one session."""

    def __init__(self, place: str):
        self._place = Path(place)

    def enter(self) -> None:
        """Make it the current folder; where it lies elsewhere, let programs reach it as /mnt/data all the same."""
        os.chdir(self._place)
        if str(self._place) != SHOWN:
            _translate(str(self._place))

    def put(self, files: dict[str, str]) -> None:
        """Write the files that come with a cell. What is there already stays: programs may have worked on it."""
        for name, data in files.items():
            with contextlib.suppress(FileExistsError), open(self._place / name, "xb") as file:
                file.write(unpack(data))

    def listing(self) -> dict[str, tuple]:
        """Return {name: what changes when the file does} for the plain files in the folder."""
        with os.scandir(self._place) as entries:
            states = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
        return {
            name: (state.st_ino, state.st_mtime_ns, state.st_size)
            for name, state in states.items()
            if stat.S_ISREG(state.st_mode) and not name.startswith(".")
        }

    def changed_since(self, before: dict[str, tuple]) -> list[dict]:
        """Return new and changed files as {name, data}, as many as the limits allow; say so when some stay behind."""
        files, left = [], BYTES
        changed = sorted(name for name, state in self.listing().items() if before.get(name) != state)
        for name in changed:
            size = (self._place / name).stat().st_size
            if len(files) == FILES or size > left:
                print(f"[{name} was not passed on: at most {FILES} files and {BYTES // 2**20} MB a cell]")
                continue
            left -= size
            files.append({"name": name, "data": pack((self._place / name).read_bytes())})
        return files


def _translate(place: str) -> None:
    """Let the functions that open files take /mnt/data for `place`. A convenience, no protection: Landlock is that."""

    def translated(path):
        text = os.fspath(path) if isinstance(path, str | os.PathLike) else path
        if isinstance(text, str) and (text == SHOWN or text.startswith(SHOWN + "/")):
            return place + text[len(SHOWN) :]
        return path

    def wrapped(function):
        return lambda path=".", *rest, **named: function(translated(path), *rest, **named)

    builtins.open = io.open = wrapped(io.open)
    for name in (
        "open",
        "stat",
        "lstat",
        "listdir",
        "scandir",
        "mkdir",
        "remove",
        "unlink",
        "rmdir",
        "access",
        "chdir",
    ):
        setattr(os, name, wrapped(getattr(os, name)))
    for name in ("rename", "replace"):
        function = getattr(os, name)
        setattr(os, name, lambda old, new, f=function, **named: f(translated(old), translated(new), **named))
