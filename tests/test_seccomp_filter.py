"""The system-call filter as a program: compiled for both machines, and run here by an evaluator of classic BPF."""

import errno
import os
import re
import struct
from pathlib import Path

import pytest

from interpreter.sandbox import seccomp
from interpreter.sandbox.seccomp import allowed, conditions, refused

ALLOW, KILL = "allow", "kill"
MACHINES = ["x86_64", "aarch64"]
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "i386": 0x40000003, "arm": 0x40000028, "riscv64": 0xC00000F3}
# files_by_path, may_fork
STAGES = {"bubblewrap": (False, False), "landlock": (True, False), "bubblewrap, forking": (False, True)}
STAGES["landlock, forking"] = (True, True)
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
# What the generic table calls otherwise.
RENAMED = {"fstatat": "newfstatat"}
TABLES = {
    **allowed.ALLOWED,
    **allowed.BY_PATH,
    **refused.REFUSED,
    **refused.UNSUPPORTED,
    **conditions.NUMBERS,
}
INSTRUCTION = struct.Struct("HBBI")
MOST_INSTRUCTIONS = 4096

DANGEROUS = """\
accept accept4 acct add_key adjtimex bind bpf cachestat capset chown chroot clock_adjtime clock_settime connect
delete_module execve execveat fanotify_init fanotify_mark fchown fchownat file_setattr finit_module fork fremovexattr
fsconfig fsetxattr fsmount fsopen fspick get_mempolicy getpeername getsockname getsockopt init_module
inotify_add_watch inotify_init inotify_init1 io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit
io_uring_enter io_uring_register io_uring_setup ioperm iopl ioprio_set kcmp kexec_file_load kexec_load keyctl kill
landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown link linkat listen listmount listns
lookup_dcookie lremovexattr lsetxattr mbind memfd_create memfd_secret migrate_pages mincore mknod mknodat mlock mlock2
mlockall modify_ldt mount mount_setattr move_mount move_pages mq_open mq_unlink msgctl msgget msgrcv msgsnd
name_to_handle_at open_by_handle_at open_tree open_tree_attr perf_event_open personality pidfd_getfd pidfd_open
pidfd_send_signal pivot_root process_madvise process_mrelease process_vm_readv process_vm_writev ptrace quotactl
quotactl_fd reboot recvfrom recvmmsg recvmsg remap_file_pages removexattr removexattrat request_key rt_sigqueueinfo
rt_tgsigqueueinfo sched_setaffinity sched_setattr sched_setparam sched_setscheduler seccomp semctl semget semop
semtimedop sendmmsg sendmsg sendto set_mempolicy set_mempolicy_home_node setdomainname setfsgid setfsuid setgid
setgroups sethostname setns setpgid setpriority setregid setresgid setresuid setreuid setrlimit setsid setsockopt
settimeofday setuid setxattr setxattrat shmat shmctl shmdt shmget shutdown socket socketpair splice statmount swapoff
swapon symlink symlinkat sync sync_file_range syncfs syslog tee tgkill timer_create tkill umount2 unshare userfaultfd
ustat vfork vhangup vmsplice"""
# The same work under the names that older and newer C libraries use.
NEEDED = """\
access alarm brk chdir clock_getres clock_gettime clock_nanosleep close close_range copy_file_range creat dup dup2 dup3
epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_wait exit exit_group faccessat faccessat2 fchdir
fdatasync flock fstat fstatfs fsync ftruncate getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups
getitimer getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage gettid gettimeofday
getuid lseek lstat mkdir mkdirat mprotect mremap msync munmap nanosleep newfstatat open openat pause pipe pipe2 poll
ppoll pread64 preadv preadv2 pselect6 pwrite64 pwritev pwritev2 read readlink readlinkat readv rename renameat
restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait
sched_get_priority_max sched_get_priority_min sched_getaffinity sched_yield select sendfile set_robust_list
set_tid_address setitimer sigaltstack stat statfs statx sysinfo time times umask uname unlink unlinkat wait4 waitid
write writev"""
# Which libraries try and do without, and calls yet to come.
NOT_THERE = {"clone3": 435, "futex_waitv": 449, "futex_wake": 454, "openat2": 437, "mseal": 462, "the next": 480}

# call, arguments, what it gets in a locked process, and in one that may fork
SIGCHLD, NEW_USER, NEW_NET, NEW_MOUNTS = 17, 0x10000000, 0x40000000, 0x00020000
THREAD, FILES, FORK = 0x003D0F00, 0x00000400, 0x01200000 | SIGCHLD
HIGH = 1 << 32
ARGUMENTS = [
    ("clone", [THREAD], ALLOW, ALLOW),
    ("clone", [THREAD & ~FILES], errno.EPERM, ALLOW),
    ("clone", [THREAD | NEW_USER], errno.EPERM, errno.EPERM),
    ("clone", [THREAD | NEW_NET], errno.EPERM, errno.EPERM),
    ("clone", [FORK], errno.EPERM, ALLOW),
    ("clone", [FORK | NEW_USER], errno.EPERM, errno.EPERM),
    ("clone", [FORK | NEW_MOUNTS], errno.EPERM, errno.EPERM),
    ("clone", [0], errno.EPERM, ALLOW),
    ("clone3", [0], errno.ENOSYS, errno.ENOSYS),
    ("kill", [1, 9], errno.EPERM, ALLOW),
    ("kill", [1, 19], errno.EPERM, errno.EPERM),
    ("mmap", [0, 4096, 5, 0x22], ALLOW, ALLOW),
    ("mmap", [0, 2**21, 3, 0x40022], errno.EPERM, errno.EPERM),
    ("madvise", [0, 4096, 4], ALLOW, ALLOW),
    ("madvise", [0, 4096, 12], errno.EINVAL, errno.EINVAL),  # merge with what others have: tells what they have
    ("madvise", [0, 4096, 21], errno.EINVAL, errno.EINVAL),  # push out
    ("madvise", [0, 4096, 100], errno.EINVAL, errno.EINVAL),  # poison
    ("futex", [0, 128], ALLOW, ALLOW),
    ("futex", [0, 1 | 128 | 256], ALLOW, ALLOW),
    ("futex", [0, 9 | 256], ALLOW, ALLOW),
    ("futex", [0, 6 | 128], errno.ENOSYS, errno.ENOSYS),  # inherit priority
    ("futex", [0, 12], errno.ENOSYS, errno.ENOSYS),
    ("ioctl", [1, 0x5401], ALLOW, ALLOW),
    ("ioctl", [1, 0x5421], ALLOW, ALLOW),
    ("ioctl", [1, 0x5412], errno.EOPNOTSUPP, errno.EOPNOTSUPP),  # TIOCSTI
    ("ioctl", [1, HIGH | 0x5412], errno.EOPNOTSUPP, errno.EOPNOTSUPP),
    ("ioctl", [1, 0x8901], errno.EOPNOTSUPP, errno.EOPNOTSUPP),  # FIOSETOWN
    ("ioctl", [1, 0x40086602], errno.EOPNOTSUPP, errno.EOPNOTSUPP),  # FS_IOC_SETFLAGS
    ("fcntl", [1, 1030], ALLOW, ALLOW),
    ("fcntl", [1, 6], ALLOW, ALLOW),
    ("fcntl", [1, 37], ALLOW, ALLOW),
    ("fcntl", [1, 8], errno.EPERM, errno.EPERM),  # F_SETOWN
    ("fcntl", [1, HIGH | 8], errno.EPERM, errno.EPERM),
    ("fcntl", [1, 10], errno.EPERM, errno.EPERM),  # F_SETSIG
    ("fcntl", [1, 1024], errno.EPERM, errno.EPERM),  # F_SETLEASE
    ("fcntl", [1, 1026], errno.EPERM, errno.EPERM),  # F_NOTIFY
    ("fcntl", [1, 1031], errno.EPERM, errno.EPERM),  # F_SETPIPE_SZ
    ("renameat2", [0, 0, 0, 0, 1], ALLOW, ALLOW),
    ("renameat2", [0, 0, 0, 0, 4], errno.EPERM, errno.EPERM),  # leave a device behind
    ("prctl", [15], ALLOW, ALLOW),
    ("prctl", [0x53564D41], ALLOW, ALLOW),
    ("prctl", [1], errno.EPERM, ALLOW),  # outlive the parent
    ("prctl", [38], errno.EPERM, ALLOW),
    ("prctl", [4], errno.EPERM, errno.EPERM),  # hide from the server
    ("prctl", [22], errno.EPERM, errno.EPERM),
    ("prctl", [0x59616D61], errno.EPERM, errno.EPERM),  # let others trace it
    ("prlimit64", [0, 7, 0], ALLOW, ALLOW),
    ("prlimit64", [0, 7, 1], errno.EPERM, ALLOW),
    ("prlimit64", [0, 7, HIGH], errno.EPERM, ALLOW),
    ("prlimit64", [1, 7, 0], errno.EPERM, errno.EPERM),
    ("setrlimit", [7], errno.EPERM, ALLOW),
    ("seccomp", [1], errno.EPERM, ALLOW),
    ("seccomp", [2], errno.EPERM, errno.EPERM),
]


class Program:
    """A filter in classic BPF, and what the kernel would make of it."""

    def __init__(self, machine, stage):
        self.machine = machine
        self.code = list(INSTRUCTION.iter_unpack(seccomp.build(machine, *STAGES[stage])))

    def answer(self, number, arguments=(), machine=None):
        """Return "allow", "kill" or the error that a call gets."""
        return self.run(number, arguments, machine)[0]

    def run(self, number, arguments=(), machine=None):
        """Return the answer and how many instructions it took."""
        padded = [*arguments, *[0] * (6 - len(arguments))]
        data = struct.pack("<IIQ6Q", number, AUDIT[machine or self.machine], 0, *padded)
        at, value, steps = 0, 0, 0
        while True:
            code, if_true, if_false, operand = self.code[at]
            at, steps = at + 1, steps + 1
            if code == 0x06:
                return _meaning(operand), steps
            elif code == 0x20:
                (value,) = struct.unpack_from("<I", data, operand)
            elif code == 0x54:
                value &= operand
            else:
                holds = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}[code]
                at += if_true if holds else if_false


def _meaning(returned):
    if returned == 0x7FFF0000:
        return ALLOW
    if returned == 0x80000000:
        return KILL
    assert returned >> 16 == 5
    return returned & 0xFFFF


def _number(machine, name):
    """Return the number of a call; None where the machine does not have it."""
    return TABLES[name][MACHINES.index(machine)]


def _numbers(machine, names):
    return {name: number for name in names if (number := _number(machine, name)) is not None}


def _kernels_numbers(machine):
    """Return {name: number} as the kernel's headers have it."""
    header = HEADERS[machine]
    if not header.exists():
        words = f"THE NUMBERS FOR {machine} WERE NOT COMPARED WITH THE KERNEL'S: {header} is absent (linux-libc-dev)"
        if os.environ.get("CI") and machine in ("aarch64", os.uname().machine):
            pytest.fail(words)
        pytest.skip(words)
    found = re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)$", header.read_text(encoding="ascii"), re.MULTILINE)
    return {RENAMED.get(name, name): int(number) for name, number in found if name != "syscalls"}


@pytest.fixture(params=MACHINES)
def machine(request):
    return request.param


@pytest.fixture(params=STAGES)
def program(request, machine):
    return Program(machine, request.param)


def test_our_numbers_are_the_kernels(machine):
    kernels = _kernels_numbers(machine)
    taken = set(kernels.values())

    for name in TABLES:
        ours = _number(machine, name)
        # A call that these headers do not know is newer than they are, and its number free in them.
        assert ours == kernels.get(name) or (name not in kernels and ours not in taken), name


def test_no_call_is_in_two_tables_or_has_the_number_of_another(machine):
    tables = [allowed.ALLOWED, allowed.BY_PATH, refused.REFUSED, refused.UNSUPPORTED]
    names = [name for table in tables for name in table]
    numbers = [number for name in TABLES if (number := _number(machine, name)) is not None]

    assert len(names) == len(set(names))
    assert len(numbers) == len(set(numbers))
    assert all(refused.REFUSED.get(name, row) == row for name, row in conditions.NUMBERS.items())
    assert not set(conditions.NUMBERS) & {*allowed.ALLOWED, *allowed.BY_PATH}


@pytest.mark.parametrize("stage", STAGES)
def test_each_number_gets_what_its_table_says(machine, stage):
    program = Program(machine, stage)
    by_path = errno.EPERM if "landlock" in stage else ALLOW
    expected = dict.fromkeys(_numbers(machine, allowed.ALLOWED).values(), ALLOW)
    expected |= dict.fromkeys(_numbers(machine, allowed.BY_PATH).values(), by_path)
    expected |= dict.fromkeys(_numbers(machine, refused.REFUSED).values(), errno.EPERM)
    expected |= dict.fromkeys(_numbers(machine, refused.UNSUPPORTED).values(), errno.EOPNOTSUPP)
    with_conditions = set(_numbers(machine, conditions.NUMBERS).values())

    for number in set(range(601)) - with_conditions:
        assert program.answer(number, [1] * 6) == expected.get(number, errno.ENOSYS), number


@pytest.mark.parametrize("stage", ["bubblewrap", "landlock"])
@pytest.mark.parametrize("arguments", [[0] * 6, [2**64 - 1] * 6, [1] * 6])
def test_the_dangerous_calls_are_refused_whatever_their_arguments(machine, stage, arguments):
    program = Program(machine, stage)

    answers = {name: program.answer(number, arguments) for name, number in _numbers(machine, DANGEROUS.split()).items()}

    assert {name for name, answer in answers.items() if answer != errno.EPERM} == set()


def test_before_a_fork_only_what_it_takes_is_allowed_besides(machine):
    program = Program(machine, "landlock, forking")

    answers = {name: program.answer(number, [1] * 6) for name, number in _numbers(machine, DANGEROUS.split()).items()}

    assert {name for name, answer in answers.items() if answer != errno.EPERM} <= {"fork", "seccomp", "setrlimit"}


def test_what_programs_need_is_allowed(program):
    answers = {name: program.answer(number) for name, number in _numbers(program.machine, NEEDED.split()).items()}

    assert {name for name, answer in answers.items() if answer != ALLOW} == set()


def test_calls_that_no_table_names_do_not_exist(program):
    answers = {name: program.answer(number) for name, number in NOT_THERE.items()}

    assert answers == dict.fromkeys(NOT_THERE, errno.ENOSYS)


def test_files_are_changed_by_path_only_where_a_mount_namespace_hides_the_others(machine):
    names = _numbers(machine, ["chmod", "fchmod", "fchmodat", "fchmodat2", "truncate", "utimensat", "utime"])

    inside, outside = Program(machine, "bubblewrap"), Program(machine, "landlock")

    assert {inside.answer(number) for number in names.values()} == {ALLOW}
    assert {outside.answer(number) for number in names.values()} == {errno.EPERM}


@pytest.mark.parametrize(("name", "arguments", "locked", "forking"), ARGUMENTS)
def test_arguments_decide(machine, name, arguments, locked, forking):
    number = _number(machine, name)

    for stage, (_, may_fork) in STAGES.items():
        assert Program(machine, stage).answer(number, arguments) == (forking if may_fork else locked), stage


def test_other_instruction_sets_are_killed(program):
    for foreign in set(AUDIT) - {program.machine}:
        assert {program.answer(number, machine=foreign) for number in (0, 1, 59, 221, 2**31)} == {KILL}


def test_x32_calls_are_killed():
    program = Program("x86_64", "bubblewrap")

    assert {program.answer(0x40000000 + number) for number in (0, 1, 59, 520, 2**31)} == {KILL}


def test_the_kernel_takes_the_program(program):
    size = len(program.code)

    assert size < MOST_INSTRUCTIONS
    for at, (code, if_true, if_false, operand) in enumerate(program.code):
        assert code in (0x06, 0x15, 0x20, 0x35, 0x45, 0x54)
        if code == 0x20:
            assert operand % 4 == 0
            assert operand < 64
        if code != 0x06:
            assert at + 1 + max(if_true, if_false) < size


def test_calls_made_often_are_decided_in_few_steps(program):
    often = ["read", "write", "futex", "mmap", "munmap", "clock_gettime", "lseek", "fstat"]

    steps = {name: program.run(number, [0] * 6)[1] for name, number in _numbers(program.machine, often).items()}

    assert max(steps.values()) <= 24, steps
