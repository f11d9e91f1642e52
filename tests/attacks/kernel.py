"""Parts of the kernel that no program of a student needs, and that have had holes."""

import re

from tests.attacks.attack import REFUSED, WHERE_ALLOWED, Attack, each, table

MACHINE = """
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex({code!r}))
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
if os.uname().machine == "x86_64" and call() == os.getpid():
    won()
"""
ALLOWED_HERE_AND_THERE = table(
    make_a_user_namespace="raw('unshare', 0x10000000)\nwon()",
    make_all_namespaces="raw('unshare', 0x10000000 | 0x20000 | 0x8000000 | 0x4000000 | 0x40000000)\nwon()",
    mount_in_a_namespace="""
raw("unshare", 0x10000000 | 0x20000)
os.mkdir("mine")
raw("mount", b"none", b"mine", b"tmpfs", 0, b"")
won()
""",
    take_another_root_in_a_namespace="raw('unshare', 0x10000000)\nos.chroot('.')\nwon()",
    join_a_namespace="""
raw("unshare", 0x10000000)
raw("setns", os.open("/proc/self/ns/net", os.O_RDONLY), 0)
won()
""",
    open_a_mount_tree="raw('unshare', 0x10000000 | 0x20000)\nraw('open_tree', -100, b'/', 1)\nwon()",
    prepare_a_file_system="raw('unshare', 0x10000000 | 0x20000)\nraw('fsopen', b'tmpfs', 0)\nwon()",
    become_root_in_a_namespace="raw('unshare', 0x14000000)\nsocket.sethostname('mine')\nwon()",
    make_a_ring="raw('io_uring_setup', 8, ctypes.create_string_buffer(256))\nwon()",
    measure_the_processor="""
wanted = ctypes.create_string_buffer(struct.pack("IIQQQQQ", 1, 112, 0, 0, 0, 0, 0x61), 112)
raw("perf_event_open", wanted, 0, -1, -1, 0)
won()
""",
    handle_its_own_page_faults="raw('userfaultfd', 1)\nwon()",
    load_a_program_into_the_kernel="""
code = ctypes.create_string_buffer(struct.pack("BBhi", 0xB7, 0, 0, 0) + struct.pack("BBhi", 0x95, 0, 0, 0))
license = ctypes.create_string_buffer(b"GPL")
wanted = struct.pack("IIQQ", 1, 2, ctypes.addressof(code), ctypes.addressof(license))
raw("bpf", 5, ctypes.create_string_buffer(wanted, 120), 120)
won()
""",
    keep_a_key_in_the_kernel="raw('add_key', b'user', b'mine', b'data', 4, -2)\nwon()",
    look_for_a_key="""
raw("keyctl", 0, -2, 1)
won()
""",
    hide_memory_from_the_kernel="raw('memfd_secret', 0)\nwon()",
    change_its_segments="raw('modify_ldt', 0, ctypes.create_string_buffer(64), 64)\nwon()",
    read_the_kernels_log="raw('syslog', 10, 0, 0)\nwon()",
)
ATTACKS = [
    *each(ALLOWED_HERE_AND_THERE, companion=WHERE_ALLOWED, spoils=True),
    Attack("lay out its memory predictably", "raw('personality', 0x0040000)\nwon()", spoils=True),
    *each(
        table(
            mount="raw('mount', b'none', b'/mnt', b'tmpfs', 0, b'')\nwon()",
            take_another_root="os.chroot('.')\nwon()",
            exchange_the_root="raw('pivot_root', b'.', b'.')\nwon()",
            become_root="os.setuid(0)\nopen('/etc/shadow').read() and won()",
            become_another_user="os.setuid(1)\nwon()",
            take_all_rights="""
rights = struct.pack("6I", *[0xFFFFFFFF] * 6)
raw("capset", ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0)), ctypes.create_string_buffer(rights))
won()
""",
            load_a_module="raw('init_module', 0, 0, b'')\nwon()",
            watch_all_files="raw('fanotify_init', 0x200, 0)\nwon()",
            rename_the_machine="socket.sethostname(socket.gethostname())\nwon()",
            set_the_clock="time.clock_settime(time.CLOCK_REALTIME, time.time())\nwon()",
        ),
        companion="needs root's rights",
    ),
    *each(
        [
            Attack("call the kernel by its old door", MACHINE.format(code="b814000000cd80c3")),
            Attack("call the kernel by its mixed door", MACHINE.format(code="b8270000400f05c3")),
        ],
        companion=WHERE_ALLOWED,
        refusal=re.compile(f"{REFUSED}|ended its Python process|^$").pattern,
        alone=True,
    ),
]
