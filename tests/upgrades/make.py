"""Makes the dumps of this folder from an earlier revision of the product: python -m tests.upgrades.make REVISION

That revision is started, asked, and killed while questions are on their way. What is kept is its SQLite database as
SQL, and what the double of the upstream knew.
"""

import io
import json
import socket
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from tests import server as server_module
from tests.killing.record import rows, wait_until
from tests.server import Server, Visitor
from tests.upgrades.load import FOLDER, PLACE, SECRET, STATE
from tests.upstream import Fault, Upstream

EXAMPLE = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
WORKING = "select 1 from assistants_api_runstep where status = 'in_progress'"
PLOTS = "Plot y = x^2 - 4 from x = -3 to 3 and plot y = x^3 from x = -2 to 2"


def main(revision):
    with tempfile.TemporaryDirectory() as folder:
        server_module.ROOT = Path(folder) / "code"
        archive = subprocess.run(["git", "archive", revision], check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(server_module.ROOT, filter="data")
        keep("foreign", *foreign(Path(folder) / "foreign"))
        keep("own", *own(Path(folder) / "own"))


def foreign(folder):
    """One question that is answered, and three on their way: no thread yet, no run yet, a run that goes on."""
    upstream = Upstream()
    server = Server(folder, SECRET_KEY=SECRET, ASSISTANTS_API_BASE=upstream.url, ASSISTANTS_API_KEY=upstream.key)
    server.start(fresh=True)
    asked = [ask(server, "What is 2 + 2?", lambda visitor, address: visitor.read(address))]
    upstream.stuck = "in_progress"
    asked.append(ask(server, "Solve x = 1", lambda *_: wait_until(lambda: len(upstream.runs) == 2)))
    upstream.fault("POST", "/runs", Fault(drop=True, seconds=600))
    asked.append(ask(server, "Solve x = 2", lambda *_: wait_until(lambda: "Solve x = 2" in upstream.user_messages())))
    upstream.fault("POST", "/threads", Fault(drop=True, seconds=600))
    asked.append(ask(server, "Solve x = 3", lambda *_: wait_until(lambda: not upstream.faults)))
    time.sleep(1)  # until what the upstream has said is written down
    server.kill_all()
    state = {name: getattr(upstream, name) for name in STATE}
    return dump(server).replace(upstream.url, PLACE), {"asked": asked, "upstream": state}


def own(folder):
    """One question that is answered, and one whose code is running."""
    server = Server(folder, SECRET_KEY=SECRET)
    server.start(fresh=True)
    asked = [ask(server, EXAMPLE, lambda visitor, address: visitor.read(address))]
    asked.append(ask(server, PLOTS, lambda *_: wait_until(lambda: rows(server, WORKING))))
    server.kill_all()
    return dump(server), {"asked": asked}


def ask(server, text, until):
    """Ask in a new browser and wait; how its owner finds the answer."""
    visitor = Visitor(server.url)
    address = visitor.ask(text)
    until(visitor, address)
    return {"text": text, "address": address, "cookies": visitor.session.cookies.get_dict()}


def dump(server):
    with sqlite3.connect(server.folder / "tutor.sqlite3") as database:
        return "\n".join(database.iterdump()).replace(f"'{socket.gethostname()}:", "'host:") + "\n"


def keep(name, sql, told):
    (FOLDER / f"{name}.sql").write_text(sql)
    (FOLDER / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
