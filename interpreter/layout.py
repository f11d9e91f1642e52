"""Which files a sandbox needs: Python, its standard library and packages, the program that runs inside, `maths`."""

import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent


@dataclass(frozen=True)
class Layout:
    """Paths on the host. `system`: shared libraries; `python`: executable, standard library; `site`: packages.

    `preload`: the modules that a sandbox for programs imports before it is locked, and before anybody waits for it.
    """

    executable: str
    system: list[str]
    python: list[str]
    site: list[str]
    preload: list[str]

    @property
    def code(self) -> dict[str, Path]:
        """Return the packages of ours that run inside, by name."""
        return {"interpreter": PACKAGE, "maths": PROJECT / "maths"}


def discover(preload: list[str]) -> Layout:
    """Describe the Python that is running."""
    prefix = os.path.realpath(sys.base_prefix)
    system = ["/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache"]
    executable = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    libraries = {os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    libraries |= {os.path.join(prefix, name) for name in ("lib", "lib64")}
    return Layout(
        executable=executable,
        system=[path for path in system if os.path.lexists(path)],
        python=_present(libraries | {executable}),
        site=_present(_package_folders()),
        preload=preload,
    )


def _package_folders() -> set[str]:
    """Return the folders of installed packages on this process's path, as -S inside the sandbox will not find them."""
    endings = ("site-packages", "dist-packages")
    return {os.path.realpath(path) for path in sys.path if path.rstrip("/").endswith(endings)}


def _present(paths: set[str]) -> list[str]:
    """Return the paths that exist, parents before children."""
    return sorted(path for path in paths if os.path.exists(path))
