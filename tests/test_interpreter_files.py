"""Files of programs, in either kind of sandbox: reached by the same names, passed on when they are plain files."""

import os

import pytest

from interpreter.client import Interpreter
from interpreter.limits import FILE_BYTES
from interpreter.names import acceptable_name
from interpreter.sandbox.data_folder import DataFolder
from interpreter.wire import pack, unpack

SETTING = "import glob, io, os, pathlib, shutil, sqlite3, zipfile\nimport numpy as np, pandas as pd\n"
WAYS = {
    "pandas": ("pd.DataFrame({'a': [1]}).to_csv('{}/x.csv', index=False)\npd.read_csv('{}/x.csv')", "   a\n0  1\n"),
    "NumPy": (
        "np.savetxt('{}/x.txt', [1.5]); np.save('{}/x.npy', [2])\nnp.loadtxt('{}/x.txt'), np.load('{}/x.npy')",
        "(array(1.5), array([2]))\n",
    ),
    "NumPy's own files": ("np.arange(2.0).tofile('{}/x')\nnp.fromfile('{}/x')", "array([0., 1.])\n"),
    "open": ("with open('{}/x', 'w') as file: print(file.name == '{}/x')\nopen(b'{}/x').read()", "True\n''\n"),
    "os": (
        "open('{}/mine', 'w').write('xy'); os.rename('{}/mine', '{}/y'); os.mkdir('{}/z')\n"
        "os.path.exists('{}/mine'), os.path.getsize('{}/y'), sorted(os.listdir('{}')), [x[2] for x in os.walk('{}')]",
        "(False, 2, ['y', 'z'], [['y'], []])\n",
    ),
    "pathlib": (
        "folder = pathlib.Path('{}')\n(folder / 'x').write_text('xy')\n"
        "(folder / 'x').read_text(), (folder / 'x').exists(), [*folder.iterdir()], [*folder.glob('*')]",
        "('xy', True, [PosixPath('{}/x')], [PosixPath('{}/x')])\n",
    ),
    "glob": ("open('{}/x', 'w').close()\nglob.glob('{}/*')", "['{}/x']\n"),
    "shutil": (
        "open('{}/x', 'w').close(); shutil.copy('{}/x', '{}/y'); shutil.copy2('{}/x', '{}/z')\n"
        "os.mkdir('{}/w'); shutil.rmtree('{}/w')\nsorted(os.listdir('{}'))",
        "['x', 'y', 'z']\n",
    ),
    "sqlite3": (
        "base = sqlite3.connect('{}/x.db'); base.execute('create table t (a)'); base.commit(); base.close()\n"
        "sqlite3.connect('{}/x.db').execute('select name from sqlite_master').fetchall()",
        "[('t',)]\n",
    ),
    "zipfile": (
        "with zipfile.ZipFile('{}/x.zip', 'w') as file: file.writestr('a', 'b')\n"
        "zipfile.ZipFile('{}/x.zip').extractall('{}')\nopen('{}/a').read()",
        "'b'\n",
    ),
    "matplotlib": (
        "import matplotlib.pyplot as plt\nplt.savefig('{}/x.png'); plt.close()\nplt.imread('{}/x.png').shape",
        "(480, 640, 4)\n",
    ),
}


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def interpreter(request, tmp_path_factory):
    options = ["--backend", request.param, "--spares", "0"]
    interpreter = Interpreter(tmp_path_factory.mktemp(request.param), server_options=options)
    yield interpreter
    interpreter.shutdown()


@pytest.fixture
def run(interpreter):
    """Run a cell in the session that the tests share, in which no earlier test left a file.

    /tmp itself is not emptied: where this project lies below it, Python's packages are there.
    """
    clear = (
        "import os, shutil\nos.makedirs('/tmp/own', exist_ok=True)\nfor folder in ('/mnt/data', '/tmp/own'):\n"
        "    for name in os.listdir(folder):\n        path = folder + '/' + name\n"
        "        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)"
    )
    assert interpreter.run_cell("student", clear).outcome == "ok"
    return lambda code, **named: interpreter.run_cell("student", code, **named)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["/mnt/data", "/tmp/own"])
@pytest.mark.parametrize("way", WAYS)
def test_programs_reach_their_files(run, way, folder):
    code, shown = (text.replace("{}", folder) for text in WAYS[way])

    result = run(SETTING + code)

    assert (result.logs.partition("[Files in folders")[0], result.outcome) == (shown, "ok")
    assert bool(result.files) == (folder == "/mnt/data")


@pytest.mark.slow
def test_the_current_folder_is_the_data_folder(run):
    code = "import os, pathlib\n{os.getcwd(), str(pathlib.Path.cwd()), os.path.dirname(os.path.abspath('x'))}"

    assert run(code + " == {'/mnt/data'}").logs == "True\n"


@pytest.mark.slow
def test_an_error_has_the_name_that_the_program_gave(run):
    code = "try: open('/mnt/data/gone.csv')\nexcept OSError as error: print(error.filename == '/mnt/data/gone.csv')"

    assert run(code).logs == "True\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a:b.csv", "a\\nb\\x1b.csv", "x" * 101])
def test_a_name_that_cannot_be_passed_on_is_told_without_its_tricks(run, name):
    result = run(f"open('{name}', 'w').close(); open('plain.csv', 'w').close()")

    assert [file.name for file in result.files] == ["plain.csv"]
    assert " was not passed on: its name cannot be used: it may have" in result.logs
    assert result.logs.replace("\n", "").isprintable()


@pytest.mark.slow
def test_what_is_too_large_stays_and_the_rest_comes(run):
    code = (
        "for n in range(4): open(f'{n}.bin', 'wb').write(bytes(10 * 2**20 - n))\n"
        "open('over.bin', 'wb').write(bytes(10 * 2**20 + 1)); open('small.bin', 'wb').write(b'x');"
    )

    result = run(code, timeout=60)

    assert [file.name for file in result.files] == ["0.bin", "1.bin", "2.bin", "small.bin"]
    assert result.logs == (
        "[3.bin was not passed on: at most 30 MB a cell]\n[over.bin was not passed on: it is larger than 10 MB]\n"
    )


@pytest.mark.slow
def test_a_file_that_cannot_be_put_there_is_told_of_and_the_cell_runs(run):
    run("import os\nos.makedirs('in.csv/x')")

    result = run("6 * 7", files={"in.csv": b"1"})

    assert result.logs == "[in.csv could not be put into /mnt/data: Is a directory]\n42\n"


@pytest.fixture
def folder(tmp_path):
    return DataFolder(str(tmp_path))


def put(folder, name, data):
    return folder.put({name: pack(data)})


def names(folder):
    return [file["name"] for file in folder.changed()]


def test_a_file_replaces_an_earlier_one(folder, tmp_path):
    put(folder, "a.csv", b"old")

    written = put(folder, "a.csv", b"new")

    assert written == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert names(folder) == []


def test_a_planted_link_is_replaced_and_not_followed(folder, tmp_path_factory, tmp_path):
    other = tmp_path_factory.mktemp("other") / "secret"
    other.write_bytes(b"kept")
    (tmp_path / "a.csv").symlink_to(other)

    put(folder, "a.csv", b"new")

    assert other.read_bytes() == b"kept"
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert names(folder) == []


def test_a_planted_folder_is_told_of(folder, tmp_path, capsys):
    (tmp_path / "a.csv").mkdir()

    put(folder, "a.csv", b"new")

    assert capsys.readouterr().out == "[a.csv could not be put into /mnt/data: Is a directory]\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_only_plain_files_are_passed_on_and_each_change_once(folder, tmp_path, capsys):
    (tmp_path / "plain.csv").write_text("1")
    (tmp_path / ".hidden").write_text("1")
    (tmp_path / "link.csv").symlink_to("plain.csv")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner.csv").write_text("1")
    os.mkfifo(tmp_path / "queue.csv")

    found = [*folder.changed(), *folder.changed()]

    assert [(file["name"], unpack(file["data"])) for file in found] == [("plain.csv", b"1")]
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "[Files in folders below /mnt/data are not passed on",
        "[link.csv was not passed on",
        "[queue.csv was not passed on",
    ]


def test_of_many_that_stay_behind_some_are_named(folder, tmp_path, capsys):
    for number in range(50):
        (tmp_path / f"{number:02}").write_bytes(b"")
    (tmp_path / "99").write_bytes(bytes(FILE_BYTES + 1))

    assert names(folder) == [f"{number:02}" for number in range(20)]

    told = capsys.readouterr().out.splitlines()
    assert (len(told), told[-1]) == (11, "[21 more were not passed on]")


def test_a_folder_that_is_gone_fails_nothing(folder, tmp_path, capsys):
    tmp_path.rmdir()

    written = put(folder, "a.csv", b"1")

    assert written == []
    assert folder.changed() == []
    assert "a.csv could not be put" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.csv", "ä (1).txt", "x" * 100])
def test_a_plain_name_is_taken(run, name):
    assert run(f"import os\nos.path.exists({name!r})", files={name: b""}).logs == "True\n"


@pytest.mark.parametrize("name", ["../x", ".x", "a:b", "x" * 101, "a\nb", "", "a\u202eb", "a/b", "-x", "a\0"])
def test_a_name_that_is_not_plain_is_refused(name):
    assert not acceptable_name(name)
