"""Put before every program: what attackers bring along. `places` is known when this begins."""

# ruff: noqa: F401, F821 - the programs use these modules; the names in `places` are set by the first line
import ctypes
import fcntl
import json
import mmap
import os
import signal
import socket
import stat
import struct
import sys
import threading
import time

globals().update(places)
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
NUMBERS = {  # on x86_64, on aarch64
    "fork": (57, None),
    "vfork": (58, None),
    "clone": (56, 220),
    "clone3": (435, 435),
    "execveat": (322, 281),
    "mount": (165, 40),
    "pivot_root": (155, 41),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "unshare": (272, 97),
    "setns": (308, 268),
    "io_uring_setup": (425, 425),
    "io_setup": (206, 0),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "rt_sigqueueinfo": (129, 138),
    "ioprio_set": (251, 30),
    "name_to_handle_at": (303, 264),
    "inotify_add_watch": (254, 27),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "init_module": (175, 105),
    "syslog": (103, 116),
    "memfd_secret": (447, 447),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    "capset": (126, 91),
    "shmget": (29, 194),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "msgctl": (71, 187),
    "semget": (64, 190),
    "semctl": (66, 191),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "quotactl": (179, 60),
    "prctl": (157, 167),
    "fallocate": (285, 47),
}


def won():
    """Say that the aim is reached."""
    os.write(1, b"the attack " + b"went through\n")


def hold():
    """Keep what was taken for long enough to be found out, and say that the aim is reached."""
    time.sleep(held)
    won()


def got(data):
    """The aim was to read what holds the canary."""
    if canary in (data if isinstance(data, str) else bytes(data).decode("utf-8", "replace")):
        won()


def raw(name, *arguments):
    """Make a system call; OSError when it fails or does not exist here."""
    number = NUMBERS[name][os.uname().machine == "aarch64"]
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = libc.syscall(ctypes.c_long(-1 if number is None else number), *wide)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def channel():
    """Return the descriptor by which this process is given its cells."""
    for fd in range(64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return fd
        except OSError:
            pass
    raise OSError("no channel")


def request():
    """Return the message that brought this cell, from the frames that run it."""
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            if isinstance(value, dict) and {"id", "code"} <= set(value):
                return value
        frame = frame.f_back
    raise LookupError("no request")


def send(data):
    """Write everything to the channel."""
    view = memoryview(data)
    while view:
        view = view[os.write(channel(), view) :]


def frame(message):
    """Return a frame; `message` is an object or the text of one."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">I", len(body)) + body


def reply(number=None, **fields):
    """Send what looks like the end of a cell."""
    send(frame({"id": number or request()["id"], "outcome": "ok", "images": [], "files": [], **fields}))
