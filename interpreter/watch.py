"""Watch a running sandbox from outside: what it uses of the host that no limit inside bounds."""

import asyncio
import contextlib
import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from interpreter.limits import DATA_BYTES, FILES_MADE, TEMPORARY_BYTES, THREADS

SCRATCH_BYTES = DATA_BYTES + TEMPORARY_BYTES
FILE_SYSTEMS = ("mnt/data", "tmp")
# A look may take this share of the time: where files must be counted one by one, fewer are made, within bounds.
LOOK_SHARE, SOONEST_SECONDS, LATEST_SECONDS = 0.05, 0.02, 0.2
STANDSTILL_SECONDS = 0.05
DEPTH = 64
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

TOO_MANY_THREADS = f"more than {THREADS} threads were started"
TOO_MANY_FILES = f"more than {FILES_MADE} files were made"
TOO_MUCH = "too much was written to disk"
UNSEEN = "it could not be watched"


class _Moving(Exception):
    """A folder vanished while the files were being counted: some may have been missed."""


class Watch:
    """One sandboxed process. `scratch`: the folder on the host that it writes to; None when it has file systems of its
    own, whose bytes the kernel bounds, but not the number of their files."""

    def __init__(self, pid: int, scratch: Path | None):
        self._pid = pid
        self._process = Path("/proc", str(pid))
        self._scratch = scratch
        self._over = asyncio.Event()

    async def excess(self) -> str:
        """Wait until there is too much of something; return of what, in words for the logs. "" after `stop`."""
        while not self._over.is_set():
            began = time.monotonic()
            if found := await asyncio.to_thread(self.look):
                return found
            pause = min(max(SOONEST_SECONDS, (time.monotonic() - began) / LOOK_SHARE), LATEST_SECONDS)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), pause)
        return ""

    def stop(self) -> None:
        """Let `excess` return after the look that it is at."""
        self._over.set()

    def look(self) -> str:
        """Return what there is too much of, or nothing; nothing also when the process is gone."""
        try:
            if self._threads() > THREADS:
                return TOO_MANY_THREADS
            return self._in_scratch() if self._scratch else self._in_file_systems()
        except (FileNotFoundError, ProcessLookupError):
            return ""
        except Exception:  # whatever a program did to be overlooked
            return UNSEEN

    def _threads(self) -> int:
        status = (self._process / "status").read_bytes()
        return int(status.partition(b"\nThreads:")[2].split(maxsplit=1)[0])

    def _in_file_systems(self) -> str:
        """Look at the sandbox's own file systems through its root folder. An empty file costs kernel memory only."""
        states = [os.statvfs(self._process / "root" / folder) for folder in FILE_SYSTEMS]
        return TOO_MANY_FILES if sum(state.f_files - state.f_ffree for state in states) > FILES_MADE else ""

    def _in_scratch(self) -> str:
        """Count what is in the scratch folder; when it moves meanwhile, once more while the process stands still."""
        try:
            return self._counted()
        except _Moving:
            pass
        os.kill(self._pid, signal.SIGSTOP)
        try:
            self._wait_for_standstill()
            return self._counted()
        finally:
            os.kill(self._pid, signal.SIGCONT)

    def _wait_for_standstill(self) -> None:
        """Wait a moment for every thread to stop; one that is writing does so when it has written."""
        deadline = time.monotonic() + STANDSTILL_SECONDS
        while time.monotonic() < deadline:
            states = [path.read_bytes().rpartition(b") ")[2][:1] for path in (self._process / "task").glob("*/stat")]
            if set(states) <= {b"T", b"Z", b"X"}:
                return
            time.sleep(0.001)

    def _counted(self) -> str:
        """Add up the files below the scratch folder, and those without a name that are still held. _Moving."""
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
        """Return the inodes of removed files in scratch that are mapped into memory. Their sizes cannot be asked.

        Of a file's name the kernel escapes the line feed and nothing else.
        """
        lines = (self._process / "maps").read_bytes().split(b"\n")
        removed = [line.split(b" ", 5) for line in lines if line.endswith(b" (deleted)")]
        return {int(fields[4]) for fields in removed if fields[5].lstrip().startswith(bytes(self._scratch) + b"/")}


def _below(folder: Path | str, above: int | None = None, depth: int = 0) -> Iterator[os.stat_result]:
    """Yield the state of everything below a folder. OSError for what cannot be looked into, or lies too deep; _Moving.

    Folders are reached by descriptors (`above` is that of the one that holds it): renaming one on the way leads nowhere
    else, and no path is too long.
    """
    if depth > DEPTH:
        raise OSError("folders in folders without end")
    descriptor = os.open(folder, FOLDER, dir_fd=above)
    try:
        with os.scandir(descriptor) as entries:
            for entry in entries:
                yield from _entry(entry, descriptor, depth)
    finally:
        os.close(descriptor)


def _entry(entry: os.DirEntry, descriptor: int, depth: int) -> Iterator[os.stat_result]:
    """Yield the state of an entry of a folder and of what is below it. A file that has vanished is passed over."""
    folder = entry.is_dir(follow_symlinks=False)
    try:
        yield entry.stat(follow_symlinks=False)
        if folder:
            yield from _below(entry.name, descriptor, depth + 1)
    except (FileNotFoundError, NotADirectoryError):
        if folder:
            raise _Moving from None
