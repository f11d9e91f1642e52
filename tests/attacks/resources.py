"""Memory, disk, files: take more than a share."""

from tests.attacks.attack import Attack, each, table

MEMORY = table(
    take_memory_in_one_piece="kept = bytearray(5 * 2**28)\nwon()",
    take_memory_in_pieces="kept = [bytes(2**21) for _ in range(640)]\nwon()",
    take_memory_to_be_shared="kept = mmap.mmap(-1, 5 * 2**28)\nwon()",
    take_memory_without_reserving_it="kept = mmap.mmap(-1, 5 * 2**28, flags=0x4022)\nwon()",
    take_memory_by_numpy="import numpy\nkept = numpy.zeros(5 * 2**25)\nwon()",
    keep_memory_from_being_swapped="""
libc.mlock(ctypes.create_string_buffer(4096), 4096) == 0 and won()
""",
    take_memory_that_outlives_it="""
number = raw("shmget", 0, 4096, 0o1600)
raw("shmctl", number, 0, 0)
won()
""",
    take_a_queue_that_outlives_it="raw('msgctl', raw('msgget', 0, 0o1600), 0, 0)\nwon()",
    take_a_semaphore_that_outlives_it="raw('semctl', raw('semget', 0, 1, 0o1600), 0, 0, 0)\nwon()",
    take_a_named_queue_that_outlives_it="""
raw("mq_open", b"tutor-attacks", 0o102, 0o600, None)
raw("mq_unlink", b"tutor-attacks")
won()
""",
    ask_the_kernel_to_read_ahead="raw('io_setup', 4096, ctypes.byref(ctypes.c_long()))\nwon()",
    raise_its_limits="import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))\nwon()",
    have_more_descriptors="""
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
won()
""",
)
HOLD = "\nhold()"
KEPT = "the program is ended, or refused, before it holds 88 MiB for two seconds"
DISK = each(
    [
        Attack(
            "fill the disk with files",
            "for n in range(8):\n    open(f'{n}.bin', 'wb').write(bytes(11 * 2**20))" + HOLD,
        ),
        Attack(
            "fill the disk with files below folders",
            """
for n in range(11):
    os.makedirs(f"{n}/a/b/c")
    open(f"{n}/a/b/c/x", "wb").write(bytes(2**23))"""
            + HOLD,
        ),
        Attack(
            "fill the disk with files in a folder that cannot be listed",
            """
os.mkdir("hidden", 0o300)
for n in range(11):
    open(f"hidden/{n}", "wb").write(bytes(2**23))"""
            + HOLD,
        ),
        Attack(
            "fill the disk with files that were removed",
            """
kept = []
for n in range(11):
    kept.append(open("mine", "wb"))
    os.unlink("mine")
    kept[-1].write(bytes(2**23))"""
            + HOLD,
        ),
        Attack(
            "fill the disk with files that never had a name",
            """
for n in range(11):
    os.write(os.open(".", os.O_TMPFILE | os.O_RDWR), bytes(2**23))"""
            + HOLD,
        ),
        Attack(
            "fill the disk with files that are only mapped",
            """
kept = []
for n in range(11):
    with open("mine", "w+b") as file:
        file.truncate(2**23)
        kept.append(mmap.mmap(file.fileno(), 2**23))
    os.unlink("mine")
    kept[-1].write(b"x" * 2**23)"""
            + HOLD,
        ),
        Attack(
            "reserve the disk without writing",  # at once, however much: nobody could look soon enough
            """
for n in range(2):
    raw("fallocate", os.open(f"{n}.bin", os.O_CREAT | os.O_RDWR), 0, 0, 44 * 2**20)
won()
""",
        ),
        Attack(
            "fill the folder for temporary files",
            """
import tempfile
for n in range(11):
    tempfile.NamedTemporaryFile(delete=False).write(bytes(2**23))"""
            + HOLD,
        ),
    ],
    alone=True,
    shows=KEPT,
)
FILES = [
    Attack(
        "change its limits",
        "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))\nwon()",
        alone=True,
    ),
    Attack("take descriptors", "kept = [os.open('.', os.O_RDONLY) for _ in range(200)]\nwon()", alone=True),
    Attack(
        "write beside its folders",
        """
for place in ("/", "/dev", "/dev/shm", "/run", "/var/tmp", "/mnt", "/opt", "/usr", "/usr/lib", "/etc", "/proc", inbox):
    try:
        with open(place + "/mine", "wb") as file:
            file.write(bytes(2**20))
        os.unlink(place + "/mine")
        won()
    except OSError:
        pass
""",
    ),
    Attack("write one large file", "open('x', 'wb').write(bytes(72 * 2**20))\nwon()", alone=True),
    Attack("make one large empty file", "open('x', 'wb').truncate(72 * 2**20)\nwon()", alone=True),
    Attack(
        "make files without end",
        """
for n in range(5_100):
    os.close(os.open(f"{n}", os.O_CREAT | os.O_WRONLY))"""
        + HOLD,
        alone=True,
        shows="it is ended, or refused, before 5,100 exist for two seconds",
    ),
    Attack(
        "make folders without end",
        """
for n in range(5_100):
    os.mkdir(f"{n}")
    n % 100 or os.chdir(f"{n}")"""
        + HOLD,
        alone=True,
        shows="it is ended, or refused, before 5,100 exist for two seconds",
    ),
    Attack("hang data on a file", "open('x', 'w').close()\nos.setxattr('x', 'user.mine', bytes(2000))\nwon()"),
    Attack(
        "hang data on an open file",
        "fd = os.open('x', os.O_CREAT | os.O_RDWR)\nos.setxattr(fd, 'user.mine', bytes(2000))\nwon()",
    ),
]
ATTACKS = [*MEMORY, *DISK, *FILES]
