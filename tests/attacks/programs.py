"""Start other programs, other processes, too many threads."""

from tests.attacks.attack import WHERE_ALLOWED, Attack, table

STARTING = table(
    fork="os.fork() or os._exit(0)\nwon()",
    fork_without_the_library="""
try:
    child = raw("fork")
except OSError:
    child = raw("clone", 17, 0, 0, 0, 0)  # where there is no fork
child or os._exit(0)
won()
""",
    fork_with_new_namespaces="raw('clone', 0x10000011, 0, 0, 0, 0) or os._exit(0)\nwon()",
    fork_by_the_newer_call="""
raw("clone3", struct.pack("QQQQQQQQ", 0, 0, 0, 0, 17, 0, 0, 0), 64) or os._exit(0)
won()
""",
    fork_many="""
for n in range(50):
    os.fork() or os._exit(0)
won()
""",
    open_a_terminal="""
import pty
pty.fork()[0] or os._exit(0)
won()
""",
    run_a_program="import subprocess\nsubprocess.run([sys.executable, '-S', '-c', ''], check=True)\nwon()",
    run_the_shell="libc.system(b'true') == 0 and won()",
    spawn="os.waitpid(os.posix_spawn(sys.executable, ['python', '-S', '-c', ''], {}), 0)\nwon()",
    use_several_processes="""
import multiprocessing
child = multiprocessing.get_context("fork").Process(target=won)
child.start()
child.join()
""",
    make_a_file_in_memory="os.memfd_create('mine')\nwon()",
)
BECOMING = [
    Attack("replace itself", "os.execv(sys.executable, [sys.executable, '-S', '-c', ''])", spoils=True),
    Attack(
        "replace itself by a file in memory",
        """
fd = os.memfd_create("mine")
os.write(fd, open(sys.executable, "rb").read())
none = (ctypes.c_char_p * 1)()
raw("execveat", fd, b"", (ctypes.c_char_p * 2)(b"python"), none, 0x1000)
""",
        spoils=True,
    ),
    Attack(
        "start a thread with descriptors of its own",
        """
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex("b8220000000f05ebf7"))  # pause for ever
start = ctypes.addressof(ctypes.c_char.from_buffer(code))
stack = ctypes.create_string_buffer(struct.pack("Q", start) * 16, 4096)
raw("clone", 0x10900, ctypes.addressof(stack) + 64, 0, 0, 0)  # memory and signals shared, descriptors not
won()
""",
        spoils=True,
        companion=WHERE_ALLOWED,
    ),
    Attack(
        "start thousands of threads",
        """
threading.stack_size(32768)
for n in range(1000):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
hold()
""",
        alone=True,
        shows="a thousand threads are never held for two seconds",
    ),
]
MATHEMATICS = table(
    run_a_program_by_sympify="""
import sympy
"42" in str(sympy.sympify("__import__('os').popen('echo 42').read()")) and won()
""",
    read_a_file_by_sympify="""
import sympy
got(str(sympy.sympify(f"[open({secret!r}).read()]")))
""",
    run_a_program_by_parse_expr="""
from sympy.parsing.sympy_parser import parse_expr
parse_expr("__import__('os').system('true')") == 0 and won()
""",
    read_a_file_by_lambdify="""
import sympy
got(sympy.lambdify([], f"open({secret!r}).read()")())
""",
    compile_a_program_by_autowrap="""
import subprocess, sympy.utilities.codegen
subprocess.check_output([sys.executable, "-S", "-c", "print(1)"]) and won()
""",
    read_a_file_by_numpy="import numpy\ngot(bytes(numpy.fromfile(secret, dtype='uint8')))",
    load_a_pickle_that_runs_a_program="""
import pickle
pickle.loads(b"cos\\nsystem\\n(S'true'\\ntR.") == 0 and won()
""",
)
ATTACKS = [*STARTING, *BECOMING, *MATHEMATICS]
