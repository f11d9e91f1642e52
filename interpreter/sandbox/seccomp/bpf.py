"""Compile answers to system calls into classic BPF: numbers are found by halving, arguments are checked one by one."""

import errno
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOAD, AND = 0x20, 0x54
JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x15, 0x35, 0x45, 0x06

ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
# Offsets in struct seccomp_data, on a little-endian machine.
AT_NUMBER, AT_MACHINE, AT_ARGUMENTS = 0, 4, 16


@dataclass(frozen=True)
class OneOf:
    """The argument (counted from 0; its low half, which is all the kernel reads of an int) is one of `values`.

    `within`: the bits that are looked at.
    """

    argument: int
    values: Sequence[int]
    within: int = 0xFFFFFFFF
    otherwise: int = errno.EPERM

    def code(self) -> list[bytes]:
        """Return instructions that go on after the last of them when it is so, and answer with an error if not."""
        code = _load(self.argument)
        if self.within != 0xFFFFFFFF:
            code.append(_instruction(AND, self.within))
        for left, value in zip(range(len(self.values), 0, -1), self.values, strict=True):
            code.append(_instruction(JUMP_EQUAL, value, left, 0))
        return [*code, answer(self.otherwise)]


@dataclass(frozen=True)
class Flags:
    """All bits of `required` are set in the argument's low half, and none outside `allowed`."""

    argument: int
    allowed: int
    required: int = 0
    otherwise: int = errno.EPERM

    def code(self) -> list[bytes]:
        """As OneOf.code."""
        code = _load(self.argument)
        code += [_instruction(JUMP_BITS, ~self.allowed & 0xFFFFFFFF, 0, 1), answer(self.otherwise)]
        for bit in (1 << place for place in range(32) if self.required >> place & 1):
            code += [_instruction(JUMP_BITS, bit, 1, 0), answer(self.otherwise)]
        return code


@dataclass(frozen=True)
class Null:
    """The argument is zero at its full width: a pointer to nothing."""

    argument: int
    otherwise: int = errno.EPERM

    def code(self) -> list[bytes]:
        """As OneOf.code."""
        check = [_instruction(JUMP_EQUAL, 0, 1, 0), answer(self.otherwise)]
        return [*_load(self.argument), *check, *_load(self.argument, high=True), *check]


# What a call gets: 0 (it is allowed), the error it fails with, or conditions that must all hold.
Answer = int | tuple[OneOf | Flags | Null, ...]


def compile_filter(machine: int, answers: Mapping[int, Answer], kill_from: int, otherwise: int) -> bytes:
    """Return the program for {number: answer}; numbers not in it get the error `otherwise`.

    machine: the audit value of the instruction set; calls of any other kill the process, as do numbers >= kill_from.
    """
    ranges = _ranges(answers, otherwise)
    code = [
        _instruction(LOAD, AT_MACHINE),
        _instruction(JUMP_EQUAL, machine, 1, 0),
        _instruction(RETURN, KILL),
        _instruction(LOAD, AT_NUMBER),
        _instruction(JUMP_AT_LEAST, kill_from, 0, 1),
        _instruction(RETURN, KILL),
    ]
    return b"".join([*code, *_search(ranges)])


def answer(error: int) -> bytes:
    """Return the instruction that lets the call fail with this error, or succeed for 0."""
    return _instruction(RETURN, ERROR | error if error else ALLOW)


def _ranges(answers: Mapping[int, Answer], otherwise: int) -> list[tuple[int, Answer]]:
    """Return (first number, answer) for each stretch of numbers with one answer, up to the last of all numbers."""
    ranges = []
    for number in range(max(answers) + 2):
        now = answers.get(number, otherwise)
        if not ranges or ranges[-1][1] != now:
            ranges.append((number, now))
    return ranges


def _search(ranges: list[tuple[int, Answer]]) -> list[bytes]:
    """Return the part that finds the number, which is in the accumulator, among these ranges, and answers it."""
    if len(ranges) == 1:
        return _answer_all(ranges[0][1])
    middle = len(ranges) // 2
    low, high = _search(ranges[:middle]), _search(ranges[middle:])
    pivot = ranges[middle][0]
    return [_instruction(JUMP_AT_LEAST, pivot, len(low), 0), *low, *high]


def _answer_all(given: Answer) -> list[bytes]:
    """Return the part that answers one call."""
    if isinstance(given, int):
        return [answer(given)]
    return [part for condition in given for part in condition.code()] + [answer(0)]


def _load(argument: int, high: bool = False) -> list[bytes]:
    """Return the instruction that loads one half of an argument."""
    return [_instruction(LOAD, AT_ARGUMENTS + 8 * argument + 4 * high)]


def _instruction(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return one instruction. struct.error for a jump over more than 255: there are as yet 400 in all, halved."""
    return struct.pack("HBBI", code, if_true, if_false, operand)
