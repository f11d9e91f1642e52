"""What is there to be attacked: files with a canary in them, a process, listeners; and what harm came to it."""

import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from tests.attacks.bystander import Bystander
from tests.attacks.installation import PROJECT, Installation
from tests.attacks.listeners import Listeners

PRELUDE = Path(__file__).with_name("prelude.py")


class Scene:
    """A folder of its own below the machine's folder for temporary files, all of it `user`'s.

    `held`: for so many seconds an attack on disk or threads must hold what it took.

    data/: the folder of the interpreter, with secret-key and db.sqlite3. host/: home/notes.txt, inbox/ (open to all),
    site-packages/bystander_package/. work/: where an unsandboxed program starts.
    """

    def __init__(self, installation: Installation, user: int, bystanders_user: int, held: float):
        self.canary = secrets.token_hex(12)
        self.folder = Path(tempfile.mkdtemp(prefix="tutor-attacks-"))
        self.folder.chmod(0o755)
        self.user = user
        self._held = held
        self._fill()
        self.listeners = Listeners(self.folder)
        self.bystander = Bystander(installation.python, bystanders_user, self.canary)
        self._state = self._look()
        self._code = PRELUDE.read_text(encoding="utf-8")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def site(self) -> Path:
        return self.folder / "host" / "site-packages"

    def program(self, code: str, **more) -> str:
        """Return an attack's program, ready to run."""
        return f"places = {self._places() | more!r}\n{self._code}\n{code}"

    def harm(self) -> list[str]:
        """Return what came to harm since this was last asked. It is put right again."""
        found = [self.bystander.harm()]
        if self.listeners.reached():
            found.append("a listener was reached")
        if self._look() != self._state:
            found.append("files on the host were changed")
            self._fill()
            self._state = self._look()
        return [harm for harm in found if harm]

    def clear(self) -> None:
        """Remove what was left in work/."""
        remove(self.folder / "work")
        self._fill()
        self._state = self._look()

    def close(self) -> None:
        """Remove all of it."""
        self.listeners.close()
        self.bystander.end()
        remove(self.folder)

    def _places(self) -> dict:
        """Return what programs are told of this scene."""
        return {
            "canary": self.canary,
            "held": self._held,
            "data": str(self.data),
            "secret": str(self.data / "secret-key"),
            "database": str(self.data / "db.sqlite3"),
            "server_socket": str(self.data / "interpreter.sock"),
            "home": str(self.folder / "host" / "home"),
            "inbox": str(self.folder / "host" / "inbox"),
            "site": str(self.site),
            "project": str(PROJECT),
            "pid": self.bystander.pid,
            "address": self.bystander.address,
            "tcp_port": self.listeners.tcp_port,
            "udp_port": self.listeners.udp_port,
            "unix_path": self.listeners.path,
            "abstract": self.listeners.abstract,
        }

    def _fill(self) -> None:
        """Make the files, as they are to be."""
        shutil.rmtree(self.folder / "host", ignore_errors=True)
        for name in ("data", "work", "host/home", "host/inbox", "host/site-packages/bystander_package"):
            (self.folder / name).mkdir(mode=0o755, parents=True, exist_ok=True)
        files = ("data/secret-key", "host/home/notes.txt", "host/site-packages/bystander_package/__init__.py")
        for name in (*files, "data/db.sqlite3"):
            (self.folder / name).unlink(missing_ok=True)
        for name in files:
            (self.folder / name).write_text(f"CANARY = {self.canary!r}\n", encoding="ascii")
        with contextlib.closing(sqlite3.connect(self.data / "db.sqlite3")) as database, database:
            database.execute("CREATE TABLE keys AS SELECT ? AS value", [self.canary])
        for name in (".", *[str(path.relative_to(self.folder)) for path in self._ours()], "work"):
            os.chown(self.folder / name, self.user, -1) if os.geteuid() == 0 else None
        self.data.chmod(0o700)
        (self.folder / "host" / "inbox").chmod(0o777)

    def _ours(self) -> list[Path]:
        """Return all that is watched: what the interpreter itself keeps in its folder is not."""
        mine = [self.data, self.data / "secret-key", self.data / "db.sqlite3", self.folder / "host"]
        return [*mine, *sorted((self.folder / "host").rglob("*"))]

    def _look(self) -> list[tuple]:
        """Return what could be changed of each file. Reading one changes nothing of it."""
        states = []
        for path in self._ours():
            if not os.path.lexists(path):
                states.append((str(path), "gone"))
                continue
            state = path.lstat()
            when = 0 if path == self.data else state.st_mtime_ns  # files of the interpreter come and go
            states.append((str(path), state.st_mode, state.st_uid, state.st_nlink * path.is_file(), when))
        return states


def remove(folder: Path) -> None:
    """Remove a folder and all below, as deep as it may be, also folders that their owner may not list."""
    subprocess.run(["chmod", "-R", "u+rwX", str(folder)], stderr=subprocess.DEVNULL)
    subprocess.run(["rm", "-rf", str(folder)], check=True)
