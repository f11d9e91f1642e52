"""Bubblewrap: own mount, network, process and user namespaces. Seccomp and rlimits are added inside.

Started as root it stays the kernel's uid 0 (without capabilities, in a user namespace): a Python under /root could
not be bound otherwise. RLIMIT_NPROC does not bound that uid: seccomp refuses every new process, and threads are
counted from outside (watch.py).
"""

import os
import shutil

from interpreter import scratch
from interpreter.backends.launch import DEVICES, ENVIRONMENT, FLAGS, Launch, configuration
from interpreter.layout import Layout
from interpreter.limits import DATA_BYTES, TEMPORARY_BYTES

NAME = "bubblewrap"
CODE = "/opt/tutor"
TEMPORARY = "/tmp"  # noqa: S108 - the sandbox's own
DEVICE_BYTES = 64 * 2**10
NAMESPACES = ["user", "ipc", "pid", "net", "uts", "cgroup-try"]


class Bubblewrap:
    """Starts processes by `bwrap`."""

    name = NAME

    def __init__(self, layout: Layout, mark: str = ""):
        self._layout = layout
        self._mark = mark

    def missing(self) -> str:
        """Return why it cannot even be tried, or nothing."""
        return "" if shutil.which("bwrap") else "bubblewrap is not installed"

    def launch(self, role: str) -> Launch:
        """Return how to start a process for one of launch.ROLES."""
        argument = configuration(role, self._layout, "/mnt/data", None, None)
        program = [self._layout.executable, *FLAGS, f"{CODE}/interpreter/sandbox/__main__.py", argument]
        argv = [shutil.which("bwrap") or "bwrap", *self._isolation(), *self._files(), "--", *program]
        return Launch(argv, {"PATH": os.defpath, scratch.MARK: self._mark}, report_option="--info-fd")

    def _isolation(self) -> list[str]:
        """Return the options about everything but files."""
        options = [f"--unshare-{namespace}" for namespace in NAMESPACES]
        options += ["--disable-userns", "--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"]
        options += ["--uid", "1000", "--gid", "1000", "--hostname", "sandbox", "--clearenv"]
        for name, value in {**ENVIRONMENT, "MPLCONFIGDIR": f"{TEMPORARY}/matplotlib"}.items():
            options += ["--setenv", name, value]
        return options

    def _files(self) -> list[str]:
        """Return the options that build the file system. No /proc: nothing needs it, and it is a way to the kernel."""
        options = []
        for path in self._layout.system:
            options += ["--symlink", os.readlink(path), path] if os.path.islink(path) else ["--ro-bind", path, path]
        for size, path in ((TEMPORARY_BYTES, TEMPORARY), (DATA_BYTES, "/mnt/data"), (DEVICE_BYTES, "/dev")):
            options += ["--size", str(size), "--tmpfs", path]
        # After the folders above: an installation may itself lie below /tmp.
        for path in [*self._layout.python, *self._layout.site]:
            options += ["--ro-bind", path, path]
        for name, path in self._layout.code.items():
            options += ["--ro-bind-try", str(path), f"{CODE}/{name}"]
        for device in DEVICES:
            options += ["--dev-bind", device, device]
        return [*options, "--remount-ro", "/dev", "--chdir", "/mnt/data", "--remount-ro", "/"]
