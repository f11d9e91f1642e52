"""Give up, for good, what the code to come must not have. The last trusted step before it runs."""

import ctypes
import os
import re
import resource
import signal
import struct
from pathlib import Path

from interpreter.limits import LARGEST_FILE_BYTES, MEMORY_BYTES, OPEN_FILES, THREADS
from interpreter.sandbox import landlock, seccomp, system

# Of the user, over all that runs as this user: where the sandbox has a user namespace, that is the sandbox alone.
THREADS_SHARED = 4096
# From this version on Linux counts the threads of each user namespace apart.
COUNTED_APART = (5, 14)
NOBODY = 65534
CAPSET = {"x86_64": 126, "aarch64": 91}
CAPABILITY_VERSION = 0x20080522
CAP_DAC_READ_SEARCH = 1 << 2


def apply(config: dict) -> None:
    """Lock this process down for its role: "computations" may still fork (its children may not), no other role may."""
    hiding = config["landlock"]
    if hiding:
        drop_identity(hiding["readable"])
        landlock.restrict(hiding["readable"], hiding["writable"])
    die_with(config["parent"])
    if config["role"] == "computations":
        seccomp.install(files_by_path=bool(hiding), may_fork=True)
    else:
        close_for_good(files_by_path=bool(hiding))


def close_for_good(files_by_path: bool) -> None:
    """Bound memory, files and threads, then refuse all system calls but those a program needs.

    files_by_path: see seccomp.install.
    """
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, _threads(files_by_path)),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 0),
    ):
        _bound(what, most)
    seccomp.install(files_by_path)


def _bound(what: int, most: int) -> None:
    """Set a limit that cannot be raised again; one that is lower already stays."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _threads(shared: bool) -> int:
    """Return how many threads there may be. RLIMIT_NPROC does not bind the kernel's uid 0, whatever it is."""
    version = tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2])
    return THREADS_SHARED if shared or version < COUNTED_APART else THREADS


def die_with(parent: int | None) -> None:
    """Have the kernel end this process with its parent; `parent` is None where it cannot be seen (bubblewrap)."""
    system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        raise SystemExit("the parent ended before this process was ready")


def drop_identity(readable: list[str]) -> None:
    """Become nobody when root. Where Python lies in a private home, keep the one capability that still reads it.

    Landlock then decides alone what can be read; nothing that is not nobody's can be written either way.
    """
    if os.geteuid() != 0:
        return
    private = not all(_open_to_all(Path(path)) for path in readable if os.path.exists(path))
    if private:
        system.prctl(system.PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    _keep_capabilities(CAP_DAC_READ_SEARCH if private else 0)


def _open_to_all(path: Path) -> bool:
    """Say whether everybody may reach and read this path."""
    reachable = all(folder.stat().st_mode & 0o001 for folder in path.parents)
    return reachable and bool(path.stat().st_mode & 0o004)


def _keep_capabilities(kept: int) -> None:
    """Reduce this process to the capabilities in the bit set. OSError when it does not have them."""
    header = ctypes.create_string_buffer(struct.pack("Ii", CAPABILITY_VERSION, 0), 8)
    data = ctypes.create_string_buffer(struct.pack("6I", kept, kept, 0, 0, 0, 0), 24)
    system.call(CAPSET[os.uname().machine], header, data)
