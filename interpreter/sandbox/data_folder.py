"""The folder that programs know as /mnt/data: files come in with a cell, new and changed ones go out after it."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from interpreter.limits import FILE_BYTES, FILES, FILES_BYTES
from interpreter.names import RULE, acceptable_name
from interpreter.wire import pack, unpack

SHOWN = "/mnt/data"
TOLD = 10
NAME_CHARACTERS = 100
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class _Refused(Exception):
    """A file that is not passed on; the text says why."""


class DataFolder:
    """The files of one session. Programs may do to the folder whatever they can: nothing in it is taken for granted."""

    def __init__(self, place: str):
        self._place = Path(place)
        self._seen: dict[str, tuple] = {}
        self._told_of_folders = False

    def put(self, files: dict[str, str]) -> list[str]:
        """Write the files {name: packed bytes} that come with a cell; return the names of those that are there now.

        What bears such a name already is replaced. What cannot be written is told in the logs.
        """
        written = []
        for name, data in files.items():
            try:
                self._write(name, unpack(data))
                written.append(name)
            except OSError as error:
                print(f"[{_printable(name)} could not be put into {SHOWN}: {error.strerror}]")
        return written

    def changed(self) -> list[dict]:
        """Return the files that are new or changed since the last call as {name, data}; print which stay behind.

        At most FILES of them, each of at most FILE_BYTES, FILES_BYTES together; plain files with plain names.
        """
        states = self._states()
        files, behind, left = [], [], FILES_BYTES
        for name in sorted(name for name, state in states.items() if self._seen.get(name) != state):
            try:
                data = self._read(name, len(files), left)
            except (_Refused, OSError) as error:
                behind.append(f"{_printable(name)} was not passed on: {getattr(error, 'strerror', None) or error}")
                continue
            left -= len(data)
            files.append({"name": name, "data": pack(data)})
        self._tell(behind)
        self._seen = states
        return files

    def _write(self, name: str, data: bytes) -> None:
        """Write one file beside its place and move it there, so that links and half-written files play no part."""
        temporary = self._place / f".{secrets.token_hex(8)}"
        try:
            with open(os.open(temporary, WRITE, 0o644), "wb") as file:
                file.write(data)
            os.replace(temporary, self._place / name)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        self._seen[name] = _state(os.lstat(self._place / name))

    def _read(self, name: str, count: int, left: int) -> bytes:
        """Return the bytes of one file, looked at while it is open; _Refused or OSError when it stays here."""
        if not acceptable_name(name):
            raise _Refused(f"its name cannot be used: {RULE}")
        if count == FILES:
            raise _Refused(f"at most {FILES} files a cell")
        with open(os.open(self._place / name, READ), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise _Refused("it is no plain file")
            if state.st_size > FILE_BYTES:
                raise _Refused(f"it is larger than {FILE_BYTES // 2**20} MB")
            data = file.read(min(FILE_BYTES, left) + 1)
        if len(data) > min(FILE_BYTES, left):
            raise _Refused(f"at most {FILES_BYTES // 2**20} MB a cell")
        return data

    def _states(self) -> dict[str, tuple]:
        """Return {name: what changes when the file does}, hidden files left out; tell once that folders stay behind."""
        states, folders = {}, []
        with contextlib.suppress(OSError), os.scandir(self._place) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    state = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(state.st_mode):
                        folders.append(entry.name)
                    elif not entry.name.startswith("."):
                        states[entry.name] = _state(state)
        folders = [name for name in folders if not name.startswith((".", "__pycache__"))]
        if folders and not self._told_of_folders:
            self._told_of_folders = True
            print(f"[Files in folders below {SHOWN} are not passed on: {_printable(min(folders))}]")
        return states

    @staticmethod
    def _tell(behind: list[str]) -> None:
        """Print what was not passed on, the first few by name."""
        for line in behind[:TOLD]:
            print(f"[{line}]")
        if len(behind) > TOLD:
            print(f"[{len(behind) - TOLD} more were not passed on]")


def _state(state: os.stat_result) -> tuple:
    """Return what differs when a file was changed or replaced."""
    return stat.S_IFMT(state.st_mode), state.st_ino, state.st_mtime_ns, state.st_size


def _printable(name: str) -> str:
    """Return a name that may be printed, whatever characters it is made of."""
    text = "".join(character if character.isprintable() else "?" for character in name)
    return text if len(text) <= NAME_CHARACTERS else text[:NAME_CHARACTERS] + "…"
