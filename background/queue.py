"""The queue between web processes and workers: Procrastinate, in our own PostgreSQL. Imported only with QUEUE on.

A message is a hint that a worker should look at a row at once, no more. When one is lost, the sweep of any worker finds
the row; when one comes twice or late, the row is held already or has ended.
"""

import asyncio
import logging
from functools import cache

from django.apps import apps
from django.db import Error as DatabaseFailure
from django.db import connection
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

logger = logging.getLogger("tutor.background")

TASK = "background.carry"
AT_ONCE = 4
"""Messages that one worker handles at once; each takes milliseconds, unless the crew has no room."""
NO_ROOM = 0.05
"""Seconds until a worker that is full looks again. Meanwhile it takes few further messages: others get them."""
PAUSE = 1.0
"""Seconds until a worker tries again to reach the queue."""
POOL = {"min_size": 1, "max_size": 2, "timeout": 5, "reconnect_timeout": 5}
"""A worker's connections to the queue, besides the one on which it listens."""

HEARD_OF = 30
"""A worker says every ten seconds that it is there; after so many without a word others take it for dead."""
STATE = """
SELECT count(DISTINCT job.id), extract(epoch FROM now() - min(event.at))::float,
 (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))
FROM procrastinate_jobs job LEFT JOIN procrastinate_events event ON event.job_id = job.id WHERE job.status = 'todo'
"""


@cache
def _sender():
    return App(connector=DjangoConnector())


def put(row):
    """Tell the workers of a row, on this thread's database connection. A row that cannot be told of is not lost."""
    try:
        _sender().configure_task(TASK, allow_unknown=True).defer(label=row._meta.label, pk=str(row.pk))
    except (ConnectorException, DatabaseFailure) as error:
        cause = type(error.__cause__ or error).__name__
        logger.warning("%s %s is left to a worker's sweep: %s", row._meta.label, row.pk, cause)


def state():
    """How the queue is doing: {waiting: messages, oldest: seconds that the first of them waits or None, workers: those
    that were heard of within HEARD_OF seconds}."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, [HEARD_OF])
        waiting, oldest, workers = cursor.fetchone()
    return {"waiting": waiting, "oldest": oldest, "workers": workers}


async def listen(crew):
    """Hand rows to the crew as they are told of, for ever; when the queue cannot be reached, try again."""
    while True:
        try:
            await _take_messages(crew)
        except Exception:  # whatever it was, the next messages must find somebody who listens
            logger.exception("the queue cannot be read")
        await asyncio.sleep(PAUSE)


async def _take_messages(crew):
    app = App(connector=PsycopgConnector(kwargs=connector_params(), **POOL))
    app.task(name=TASK)(_carrier(crew))
    async with app.open_async():
        await _drop_abandoned(app.job_manager)
        await app.run_worker_async(
            concurrency=AT_ONCE, delete_jobs="always", install_signal_handlers=False, shutdown_graceful_timeout=1
        )


def _carrier(crew):
    async def carry(label, pk):
        model = apps.get_model(label)
        while not crew.start(model, model._meta.pk.to_python(pk)):
            await asyncio.sleep(NO_ROOM)

    return carry


async def _drop_abandoned(manager):
    """Messages that a worker had in hand when it was killed: nothing else would delete them."""
    for job in await manager.get_stalled_jobs():
        await manager.finish_job(job=job, status=Status.FAILED, delete_job=True)
