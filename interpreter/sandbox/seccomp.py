"""Refuse system calls for good: a filter in classic BPF, built and installed without a library."""

import ctypes
import errno
import os
import struct

from interpreter.sandbox import system

# Number on x86_64, number on aarch64 (None: the call does not exist there). The aarch64 column is written from the
# kernel's generic table and has not been run on such a machine; the probe at start decides there, as everywhere,
# whether it holds.
NEW_PROCESSES = {"fork": (57, None), "vfork": (58, None)}
SIGNALS = {
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
}
LIMITS = {"prlimit64": (302, 261), "setrlimit": (160, 164)}
ALWAYS = {
    # other programs, other processes
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    # the network and descriptors sent over sockets
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "recvmsg": (47, 212),
    "recvmmsg": (299, 243),
    # file systems and namespaces
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "statmount": (457, 457),
    "listmount": (458, 458),
    "open_tree_attr": (467, 467),
    "unshare": (272, 97),
    "setns": (308, 268),
    # links and devices, by which the other side could be led astray
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # parts of the kernel with a long history of holes and no use here
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "fanotify_init": (300, 262),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    "iopl": (172, None),
    "ioperm": (173, None),
    "capset": (126, 91),
    "lookup_dcookie": (212, 18),
    # other processes' share of the processor
    "setpriority": (141, 140),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    "sched_setaffinity": (203, 122),
    "ioprio_set": (251, 30),
    # memory that outlives the process
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    # the machine
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "vhangup": (153, 58),
}
# Landlock does not govern these; where files are hidden by it alone, the host's files could be changed through them.
BY_PATH = {
    "truncate": (76, 45),
    "chmod": (90, None),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "setxattrat": (463, 463),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
}
# Commands (second argument) by which the kernel sends signals to other processes, or keeps others from a file.
COMMANDS = {
    "fcntl: F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY": ((72, 25), [8, 10, 15, 1024, 1026]),
    "ioctl: FIOSETOWN, SIOCSPGRP, FIOASYNC, TIOCSTI": ((16, 29), [0x8901, 0x8902, 0x5452, 0x5412]),
}
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
CLONE, CLONE3, PRCTL, SECCOMP = (56, 220), (435, 435), (157, 167), (317, 277)
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000
FILTER_FLAG_TSYNC = 1

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
# Offsets in struct seccomp_data; of the arguments, the low half.
AT_NUMBER, AT_MACHINE, AT_ARGUMENT, AT_SECOND_ARGUMENT = 0, 4, 16, 24


def install(*tables: dict[str, tuple[int | None, int | None]], may_fork: bool = False) -> None:
    """Refuse (EPERM) the calls of ALWAYS and of `tables`, in all threads, for good. OSError if that fails."""
    column, machine = MACHINES[os.uname().machine]
    numbers = [row[column] for table in (ALWAYS, *tables) for row in table.values() if row[column] is not None]
    program = _program(machine, column, numbers, may_fork)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    system.call(SECCOMP[column], 1, FILTER_FLAG_TSYNC, header)


def _program(machine: int, column: int, numbers: list[int], may_fork: bool) -> bytes:
    """Return the filter: foreign machine words are killed, listed numbers refused, the rest allowed."""
    code = [_op(LOAD, AT_MACHINE), _op(JUMP_EQUAL, machine, 1, 0), _op(RETURN, KILL), _op(LOAD, AT_NUMBER)]
    code += [_op(JUMP_AT_LEAST, X32_BIT, 0, 1), _op(RETURN, KILL)]
    for number in sorted(numbers):
        code += [_op(JUMP_EQUAL, number, 0, 1), _op(RETURN, REFUSE | errno.EPERM)]
    for row, commands in COMMANDS.values():
        code += _refuse_commands(row[column], commands)
    if not may_fork:
        # Told that clone3 does not exist (a filter cannot read its flags), the C library falls back to clone.
        code += [_op(JUMP_EQUAL, CLONE3[column], 0, 1), _op(RETURN, REFUSE | errno.ENOSYS)]
        code += [_op(JUMP_EQUAL, CLONE[column], 0, 4), _op(LOAD, AT_ARGUMENT), _op(JUMP_BITS, CLONE_THREAD, 1, 0)]
        code += [_op(RETURN, REFUSE | errno.EPERM), _op(RETURN, ALLOW)]
        # Nobody inside may arrange to outlive the interpreter's process.
        code += [
            _op(JUMP_EQUAL, PRCTL[column], 0, 4),
            _op(LOAD, AT_ARGUMENT),
            _op(JUMP_EQUAL, system.PR_SET_PDEATHSIG, 0, 1),
        ]
        code += [_op(RETURN, REFUSE | errno.EPERM), _op(RETURN, ALLOW)]
    return b"".join([*code, _op(RETURN, ALLOW)])


def _refuse_commands(number: int, commands: list[int]) -> list[bytes]:
    """Return the part that refuses one call with any of these second arguments and allows it with all others."""
    code = [_op(JUMP_EQUAL, number, 0, 2 * len(commands) + 2), _op(LOAD, AT_SECOND_ARGUMENT)]
    for command in commands:
        code += [_op(JUMP_EQUAL, command, 0, 1), _op(RETURN, REFUSE | errno.EPERM)]
    return [*code, _op(RETURN, ALLOW)]


def _op(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return one instruction of classic BPF."""
    return struct.pack("HBBI", code, if_true, if_false, operand)
