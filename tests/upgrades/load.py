"""Takes up a dump of this folder as if the earlier version had been killed a moment ago."""

import json
import sqlite3
from pathlib import Path

from tests.upstream.work import Work

FOLDER = Path(__file__).parent
PLACE, SECRET = "http://upstream.invalid/v1", "the secret of an installation that exists in tests alone"
STATE = ("assistants", "threads", "runs", "messages", "steps")
"""What the double of the upstream knows."""
NOW = """
update chat_run set created_at = datetime('now'), deadline = datetime('now', '+11 minutes')
 where status in ('queued', 'in_progress');
update assistants_api_run set created_at = datetime('now'), expires_at = datetime('now', '+10 minutes')
 where status in ('queued', 'in_progress');
update django_session set expire_date = datetime('now', '+30 days');
"""


def load(name, folder, upstream=None):
    """Make the data folder, and let the double know what it knew; the questions that had been asked."""
    told = json.loads((FOLDER / f"{name}.json").read_text())
    sql = (FOLDER / f"{name}.sql").read_text()
    folder.mkdir(mode=0o700, parents=True)
    with sqlite3.connect(folder / "tutor.sqlite3") as database:
        database.executescript(sql.replace(PLACE, upstream.url) if upstream else sql)
        database.executescript(NOW)
    database.close()
    if upstream:
        _remember(upstream, told["upstream"])
    return told["asked"]


def _remember(upstream, state):
    for name in STATE:
        getattr(upstream, name).update(state[name])
    upstream.works.update({run["id"]: Work(upstream, run) for run in upstream.runs.values()})
    for _ in range(1000):
        next(upstream.count)  # no id is given twice
