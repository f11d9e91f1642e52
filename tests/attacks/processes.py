"""Other processes and the environment: see them, end them, read their memory, reach them over a network."""

from dataclasses import replace

from tests.attacks.attack import WHERE_ALLOWED, Attack, table

ENVIRONMENT = table(
    read_the_environment="got(str(dict(os.environ)))",
    read_the_environment_through_the_C_library="""
environment = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
for n in range(500):
    if environment[n] is None:
        break
    got(environment[n])
""",
    read_its_environment_as_it_was_started="got(open('/proc/self/environ', 'rb').read())",
    read_the_environment_of_another="got(open(f'/proc/{pid}/environ', 'rb').read())",
)
OTHERS = table(
    see_other_processes="len([name for name in os.listdir('/proc') if name.isdigit()]) > 1 and won()",
    see_what_another_was_started_with="open(f'/proc/{pid}/cmdline', 'rb').read() and won()",
    end_another="os.kill(pid, 9)",
    end_another_by_its_descriptor="signal.pidfd_send_signal(os.pidfd_open(pid), 9)",
    queue_a_signal_for_another="""
raw("rt_sigqueueinfo", pid, 0, struct.pack("iiiiiI", 0, 0, -1, 0, os.getpid(), os.getuid()) + bytes(104))
won()
""",
    signal_everybody="os.kill(-1, 0)\nwon()",
    signal_itself="os.kill(os.getpid(), 0)\nwon()",
    have_the_kernel_signal_another="fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, pid)\nwon()",
    have_the_kernel_signal_another_by_another_call="fcntl.ioctl(channel(), 0x8901, struct.pack('i', pid))\nwon()",
    choose_the_kernels_signal="fcntl.fcntl(os.pipe()[0], fcntl.F_SETSIG, 9)\nwon()",
    read_the_memory_of_another="""
with open(f"/proc/{pid}/mem", "rb") as memory:
    memory.seek(address)
    got(memory.read(24))
""",
    read_the_memory_of_another_by_a_call="""
kept = ctypes.create_string_buffer(24)
here, there = ((ctypes.c_size_t * 2)(where, 24) for where in (ctypes.addressof(kept), address))
raw("process_vm_readv", pid, here, 1, there, 1, 0)
got(kept.raw)
""",
    trace_another="raw('ptrace', 16, pid, 0, 0)\nwon()",
    be_traced="raw('ptrace', 0, 0, 0, 0)\nwon()",
    compare_itself_with_another="raw('kcmp', os.getpid(), pid, 0, 0, 0)\nwon()",
    take_a_descriptor_of_another="raw('pidfd_getfd', os.pidfd_open(pid), 1, 0)\nwon()",
    slow_another_down="os.setpriority(os.PRIO_PROCESS, pid, 19)",
    slow_anothers_disk_down="raw('ioprio_set', 1, pid, 3 << 13)\nwon()",
    take_processors_from_another="""
os.sched_setaffinity(pid, [min(os.sched_getaffinity(0))])
won()
""",
    change_the_limits_of_another="""
import resource
resource.prlimit(pid, resource.RLIMIT_NOFILE, (10, 10))
""",
    outlive_its_parent="raw('prctl', 1, 0, 0, 0, 0)\nwon()",
    have_a_process_adopted="raw('prctl', 36, 1, 0, 0, 0)\nwon()",
)
NETWORK = table(
    connect_by_TCP="socket.create_connection(('127.0.0.1', tcp_port), 2)",
    send_by_UDP="socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', udp_port))",
    connect_by_a_path="socket.socket(socket.AF_UNIX).connect(unix_path)",
    connect_by_a_hidden_name="socket.socket(socket.AF_UNIX).connect('\\0' + abstract)",
    connect_through_the_root_of_another="socket.socket(socket.AF_UNIX).connect(f'/proc/{pid}/root{unix_path}')",
    listen="socket.create_server(('127.0.0.1', 0))\nwon()",
    ask_the_kernel_by_netlink="socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))\nwon()",
    make_a_pair_of_sockets="socket.socketpair()\nwon()",
    use_cryptography_of_the_kernel="socket.socket(socket.AF_ALG, 5).bind(('hash', 'sha256'))\nwon()",
)
NO_PEER = [
    Attack(
        "call the interpreter itself",
        """
connection = socket.socket(socket.AF_UNIX)
connection.connect(server_socket)
connection.recv(10) and won()
""",
        companion="no interpreter runs there",
    ),
    Attack(
        "send a descriptor to the interpreter",
        """
here = socket.socket(fileno=os.dup(channel()))
here.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", os.pipe()[0]))])
won()
""",
        companion="nobody is there to take it",
    ),
    Attack(
        "send raw packets",
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)\nwon()",
        companion="needs root's rights",
    ),
]
MAY_BE_REFUSED = {"trace another", "read the memory of another by a call", "use cryptography of the kernel"}


def _marked(attack: Attack) -> Attack:
    """Mark what some machines refuse to every program."""
    return replace(attack, companion=WHERE_ALLOWED, spoils=True) if attack.name in MAY_BE_REFUSED else attack


ATTACKS = [*map(_marked, [*ENVIRONMENT, *OTHERS, *NETWORK]), *NO_PEER]
