"""The system calls that are allowed with some arguments only. Values are those of Linux, the same on both machines."""

import errno
import signal

from interpreter.sandbox import system
from interpreter.sandbox.seccomp.allowed import Table
from interpreter.sandbox.seccomp.bpf import Answer, Flags, Null, OneOf

NUMBERS: Table = {
    "mmap": (9, 222),
    "madvise": (28, 233),
    "futex": (202, 98),
    "ioctl": (16, 29),
    "fcntl": (72, 25),
    "renameat2": (316, 276),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "clone": (56, 220),
    "clone3": (435, 435),
    "fork": (57, None),
    "kill": (62, 129),
    "setrlimit": (160, 164),
    "seccomp": (317, 277),
}

# CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS, PARENT_SETTID, CHILD_CLEARTID, DETACHED, CHILD_SETTID
THREAD_FLAGS = 0x017D0F00
# CLONE_VM, FS, FILES, SIGHAND, THREAD: a thread shares everything, its open files too, which are counted from outside.
A_THREAD = 0x00010F00
EXIT_SIGNAL = 0xFF

# Huge pages come out of a store that belongs to the whole machine.
MAP_HUGETLB = 0x00040000
# NORMAL … DONTNEED, FREE, DONTFORK, DOFORK, HUGEPAGE … COLD, GUARD_INSTALL, GUARD_REMOVE
ADVICE = [0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19, 20, 102, 103]

# WAIT, WAKE, REQUEUE, CMP_REQUEUE, WAKE_OP, WAIT_BITSET, WAKE_BITSET, whatever the bits PRIVATE and CLOCK_REALTIME.
# Not those that inherit priorities.
FUTEX = [0, 1, 9, 10, 3, 4, 5]
FUTEX_COMMAND = ~(128 | 256) & 0xFFFFFFFF

# TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
IOCTLS = [0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451]
# DUPFD, GETFD, SETFD, GETFL, SETFL, the locks SQLite uses (GETLK, SETLK, SETLKW and by open file), DUPFD_CLOEXEC,
# GETPIPE_SZ. Not those by which the kernel sends signals (SETOWN, SETSIG, NOTIFY), keeps others from a file
# (SETLEASE) or takes much memory for a pipe (SETPIPE_SZ).
FCNTLS = [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032]
# GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, GET_NO_NEW_PRIVS, SET_VMA (names of memory)
PRCTLS = [3, 15, 16, 21, 39, 0x53564D41]
RENAMES = 1 | 2  # NOREPLACE, EXCHANGE; not WHITEOUT, which makes a device

LOCKED: dict[str, Answer] = {
    "mmap": (Flags(3, ~MAP_HUGETLB),),
    "madvise": (OneOf(2, ADVICE, otherwise=errno.EINVAL),),
    "futex": (OneOf(1, FUTEX, within=FUTEX_COMMAND, otherwise=errno.ENOSYS),),
    "ioctl": (OneOf(1, IOCTLS, otherwise=errno.EOPNOTSUPP),),
    "fcntl": (OneOf(1, FCNTLS),),
    "renameat2": (Flags(4, RENAMES),),
    "prctl": (OneOf(0, PRCTLS),),
    # Reading limits of its own, setting none.
    "prlimit64": (OneOf(0, [0]), Null(2)),
    "clone": (Flags(0, THREAD_FLAGS, required=A_THREAD),),
    # A filter cannot read the flags of clone3. Told that it does not exist, the C library falls back to clone.
    "clone3": errno.ENOSYS,
}
# What a process may do besides, that forks children who then lock themselves, and ends them.
FORKING: dict[str, Answer] = {
    "clone": (Flags(0, THREAD_FLAGS | EXIT_SIGNAL),),
    "fork": 0,
    "kill": (OneOf(1, [signal.SIGKILL]),),
    "setrlimit": 0,
    "prlimit64": (OneOf(0, [0]),),
    "prctl": (OneOf(0, [*PRCTLS, system.PR_SET_PDEATHSIG, system.PR_SET_NO_NEW_PRIVS]),),
    "seccomp": (OneOf(0, [system.SECCOMP_SET_MODE_FILTER]),),
}
