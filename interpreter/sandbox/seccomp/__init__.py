"""Refuse system calls for good, by a list of those allowed: a filter built and installed without a library."""

import ctypes
import errno
import os
import struct
from dataclasses import dataclass

from interpreter.sandbox import system
from interpreter.sandbox.seccomp import conditions
from interpreter.sandbox.seccomp.allowed import ALLOWED, BY_PATH, Table
from interpreter.sandbox.seccomp.bpf import Answer, compile_filter
from interpreter.sandbox.seccomp.refused import REFUSED, UNSUPPORTED

FILTER_FLAG_TSYNC = 1


@dataclass(frozen=True)
class Machine:
    """An instruction set: its column in the tables, its audit value, and the first number that is another's."""

    column: int
    audit: int
    foreign_from: int


# On x86_64, numbers with bit 30 are those of the x32 interface.
MACHINES = {"x86_64": Machine(0, 0xC000003E, 0x40000000), "aarch64": Machine(1, 0xC00000B7, 0x80000000)}


def install(files_by_path: bool, may_fork: bool = False) -> None:
    """Filter the system calls of all threads, for good. OSError if that fails.

    files_by_path: also refuse what Landlock does not govern. may_fork: allow what it takes to fork children, end them,
    and lock them further; filters add up, and the stricter answer counts.
    """
    program = build(os.uname().machine, files_by_path, may_fork)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    number = REFUSED["seccomp"][MACHINES[os.uname().machine].column]
    if system.call(number, system.SECCOMP_SET_MODE_FILTER, FILTER_FLAG_TSYNC, header):
        raise OSError(errno.EBUSY, "a thread has a filter of its own")


def build(machine: str, files_by_path: bool, may_fork: bool) -> bytes:
    """Return the filter for a machine, in instructions of eight bytes. What no table names gets ENOSYS."""
    kind = MACHINES[machine]
    answers: dict[int, Answer] = {
        **_numbered(kind, ALLOWED, 0),
        **_numbered(kind, BY_PATH, errno.EPERM if files_by_path else 0),
        **_numbered(kind, REFUSED, errno.EPERM),
        **_numbered(kind, UNSUPPORTED, errno.EOPNOTSUPP),
        **_conditional(kind, {**conditions.LOCKED, **(conditions.FORKING if may_fork else {})}),
    }
    return compile_filter(kind.audit, answers, kind.foreign_from, errno.ENOSYS)


def _numbered(kind: Machine, table: Table, answer: Answer) -> dict[int, Answer]:
    """Return {number: answer} for the calls of a table that the machine has."""
    return {row[kind.column]: answer for row in table.values() if row[kind.column] is not None}


def _conditional(kind: Machine, rules: dict[str, Answer]) -> dict[int, Answer]:
    """As _numbered, for calls that have answers of their own."""
    return {
        number: answer
        for name, answer in rules.items()
        if (number := conditions.NUMBERS[name][kind.column]) is not None
    }
