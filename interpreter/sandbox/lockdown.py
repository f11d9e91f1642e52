"""Give up, for good, what the code to come must not have. The last trusted step before it runs."""

import ctypes
import os
import resource
import signal
import struct
from pathlib import Path

from interpreter.sandbox import landlock, seccomp, system

MEMORY = 2**30
FILE_BYTES = 64 * 2**20
OPEN_FILES = 64
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
        seccomp.install(seccomp.BY_PATH, may_fork=True)
    else:
        close_for_good(files_by_path=bool(hiding))


def close_for_good(files_by_path: bool) -> None:
    """Bound memory and files, then refuse new processes, programs, sockets and the rest of seccomp's lists."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(what, (most, most))
    tables = [seccomp.NEW_PROCESSES, seccomp.SIGNALS, seccomp.LIMITS]
    seccomp.install(*tables, *([seccomp.BY_PATH] if files_by_path else []))


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
