"""Watch a running sandbox from outside: what it uses of the host that no limit inside bounds."""

import asyncio
import contextlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from interpreter.limits import DATA_BYTES, FILES_MADE, TEMPORARY_BYTES, THREADS

SCRATCH_BYTES = DATA_BYTES + TEMPORARY_BYTES
FILE_SYSTEMS = ("mnt/data", "tmp")
# A look may take this share of the time: where files must be counted one by one, fewer are made, within bounds.
LOOK_SHARE, SOONEST_SECONDS, LATEST_SECONDS = 0.05, 0.05, 0.3

TOO_MANY_THREADS = f"more than {THREADS} threads were started"
TOO_MANY_FILES = f"more than {FILES_MADE} files were made"
TOO_MUCH = "too much was written to disk"
UNSEEN = "it could not be watched"


class Watch:
    """One sandboxed process. `scratch`: the folder on the host that it writes to; None when it has file systems of its
    own, whose bytes the kernel bounds, but not the number of their files."""

    def __init__(self, pid: int, scratch: Path | None):
        self._process = Path("/proc", str(pid))
        self._scratch = scratch

    async def excess(self) -> str:
        """Wait until there is too much of something, and return of what, in words for the person who reads the logs."""
        while True:
            began = time.monotonic()
            if found := self.look():
                return found
            await asyncio.sleep(min(max(SOONEST_SECONDS, (time.monotonic() - began) / LOOK_SHARE), LATEST_SECONDS))

    def look(self) -> str:
        """Return what there is too much of, or nothing; nothing also when the process is gone."""
        try:
            if self._threads() > THREADS:
                return TOO_MANY_THREADS
            return self._in_scratch() if self._scratch else self._in_file_systems()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        except OSError:
            return UNSEEN

    def _threads(self) -> int:
        status = (self._process / "status").read_text(encoding="utf-8", errors="replace")
        return int(status.partition("\nThreads:")[2].split(maxsplit=1)[0])

    def _in_file_systems(self) -> str:
        """Look at the sandbox's own file systems through its root folder. An empty file costs kernel memory only."""
        states = [os.statvfs(self._process / "root" / place) for place in FILE_SYSTEMS]
        return TOO_MANY_FILES if sum(state.f_files - state.f_ffree for state in states) > FILES_MADE else ""

    def _in_scratch(self) -> str:
        """Add up the files below the scratch folder, and those that have no name any more but are still held."""
        sizes: dict[tuple[int, int], int] = {}
        for state in _below(self._scratch):
            sizes[state.st_dev, state.st_ino] = state.st_blocks * 512
            if len(sizes) > FILES_MADE:
                return TOO_MANY_FILES
        for state in self._open_without_name():
            sizes[state.st_dev, state.st_ino] = state.st_blocks * 512
        if sum(sizes.values()) > SCRATCH_BYTES or self._mapped_without_name() - {inode for _, inode in sizes}:
            return TOO_MUCH
        return ""

    def _open_without_name(self) -> Iterator[os.stat_result]:
        """Yield the state of each open file that was removed."""
        for descriptor in os.listdir(self._process / "fd"):
            with contextlib.suppress(FileNotFoundError):
                state = os.stat(self._process / "fd" / descriptor)
                if stat.S_ISREG(state.st_mode) and state.st_nlink == 0:
                    yield state

    def _mapped_without_name(self) -> set[int]:
        """Return the inodes of removed files in scratch that are mapped into memory. Their sizes cannot be asked."""
        lines = (self._process / "maps").read_text(encoding="utf-8", errors="replace").splitlines()
        removed = [line.split(maxsplit=5) for line in lines if line.endswith(" (deleted)")]
        return {int(fields[4]) for fields in removed if fields[5].startswith(f"{self._scratch}/")}


def _below(folder: Path) -> Iterator[os.stat_result]:
    """Yield the state of everything below a folder. OSError for what cannot be looked into, such as a path too long."""
    waiting = [folder]
    while waiting:
        # What vanishes while it is looked at is passed over.
        with contextlib.suppress(FileNotFoundError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
