"""Hide files by Landlock, where no mount namespace can be had."""

import ctypes
import os
import stat
import struct
from pathlib import Path

from interpreter.sandbox import system

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every machine
RULE_PATH_BENEATH = 1
SCOPES = 1 | 2  # abstract sockets and signals of others; known from version 6 on

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
# How many of the rights above, counted from bit 0, a kernel of that version knows.
KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
KNOWN_RIGHTS_NOW = 16
FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE

READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE


def version() -> int:
    """Return the kernel's Landlock version, 0 when it has none."""
    try:
        return system.call(CREATE_RULESET, None, 0, 1)
    except OSError:
        return 0


def restrict(readable: list[str], writable: list[str]) -> None:
    """Let this process open nothing but these files and what lies below these folders. OSError if it cannot be."""
    handled = (1 << KNOWN_RIGHTS.get(version(), KNOWN_RIGHTS_NOW)) - 1
    packed = struct.pack("QQQ", handled, 0, SCOPES) if version() >= 6 else struct.pack("Q", handled)
    attributes = ctypes.create_string_buffer(packed, len(packed))
    ruleset = system.call(CREATE_RULESET, attributes, len(packed), 0)
    for paths, rights in ((readable, READ), (writable, WRITE)):
        for path in filter(os.path.exists, paths):
            _allow(ruleset, path, rights & handled)
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    system.call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    """Add one path with its rights, of which a file that is no folder takes only some."""
    if not Path(path).is_dir():
        rights &= FOR_FILES
    if stat.S_ISCHR(os.stat(path).st_mode):
        rights |= WRITE_FILE
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, fd), 12)
    system.call(ADD_RULE, ruleset, RULE_PATH_BENEATH, rule, 0)
    os.close(fd)
