"""A Python, its packages and ours that every user of this machine can read: hard links, made once and shared."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("interpreter", "maths")
LEFT_OUT = {"site-packages", "test", "idlelib", "ensurepip"}


@dataclass(frozen=True)
class Installation:
    """`python`: an executable. `packages`: the folder of those of this environment. `project`: that of our own."""

    python: str
    packages: Path
    project: Path


OWN = Installation(sys.executable, Path(sysconfig.get_path("purelib")), PROJECT)


@contextlib.contextmanager
def shared(place: Path) -> Iterator[Installation]:
    """Yield an installation. Processes that name the same `place`, a folder, share it; the last one removes it."""
    register = place / "installation"
    with _locked(register) as users:
        if not users:
            users.append(str(build(Path(tempfile.mkdtemp(prefix="tutor-attacks-")))))
        root = Path(users[0])
        users.append(str(os.getpid()))
    try:
        yield Installation(str(root / "bin" / "python"), _library(root) / "site-packages", root / "project")
    finally:
        with _locked(register) as users:
            users.remove(str(os.getpid()))
            if len(users) == 1:
                users.clear()
                shutil.rmtree(root, ignore_errors=True)


@contextlib.contextmanager
def _locked(register: Path) -> Iterator[list[str]]:
    """Yield the lines of a file that nobody else reads meanwhile, and write back what became of them."""
    with register.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().splitlines()
        yield lines
        file.truncate(0)
        file.write("\n".join(lines))


def build(root: Path) -> Path:
    """Fill an empty folder with executable, shared and standard library, packages; return it."""
    root.chmod(0o755)
    standard = Path(sysconfig.get_path("stdlib"))
    library = _library(root)
    for folder in (root / "bin", library, root / "project"):
        folder.mkdir(parents=True)
    _link([entry for entry in standard.iterdir() if entry.name not in LEFT_OUT], library)
    _link(standard.parent.glob("libpython*"), library.parent)
    _link([Path(sysconfig.get_path("purelib"))], library)
    _link([PROJECT / name for name in PACKAGES], root / "project")
    _copy_executable(root / "bin" / "python", str(standard.parent), str(library.parent))
    return root


def _library(root: Path) -> Path:
    """Return where the standard library lies in an installation of ours."""
    return root / Path(sysconfig.get_path("stdlib")).relative_to(sys.base_prefix)


def _link(sources, folder: Path) -> None:
    """Make hard links to files and to all below folders; copies where they lie on another file system."""
    sources = [str(source) for source in sources]
    if sources and subprocess.run(["cp", "-al", *sources, str(folder)], stderr=subprocess.DEVNULL).returncode:
        subprocess.run(["cp", "-a", "--remove-destination", *sources, str(folder)], check=True)


def _copy_executable(copy: Path, searched: str, instead: str) -> None:
    """Copy Python; where it looks for its own shared library in a folder by name, let it look in ours."""
    program = Path(os.path.realpath(sys._base_executable)).read_bytes()
    old, new = searched.encode() + b"\0", instead.encode() + b"\0"
    if old in program and len(new) > len(old):
        raise OSError(f"{instead} is too long to be put into Python's executable for {searched}")
    copy.write_bytes(program.replace(old, new.ljust(len(old), b"\0")))
    copy.chmod(0o755)
