"""Puts the points into the product: around the claim, the calls of the upstream and the last commit of a run."""

import functools
from urllib.parse import urlsplit

import requests
from django.db import transaction

from assistants_api import lifecycle
from background import crew
from chat import proxy
from chat.progress import Live
from tests.killing import points


def lay():
    """Wrap the functions of the product that stand at a point."""
    crew.claim = _claim(crew.claim)
    crew.Crew._carry = _carry(crew.Crew._carry)
    crew.Crew._renew = _renew(crew.Crew._renew)
    proxy.end = _last_commit(proxy.end, points.LAST_COMMIT)
    lifecycle.complete = _last_commit(lifecycle.complete, points.API_LAST_COMMIT)
    Live.say = _words(Live.say)
    requests.Session.send = _send(requests.Session.send)


def _claim(claim):
    @functools.wraps(claim)
    def trapped(model, *arguments, **known):
        points.reached(points.before_claim(model._meta.label))
        lease = claim(model, *arguments, **known)
        if lease and not known:
            points.reached(points.after_claim(model._meta.label))
        return lease

    return trapped


def _carry(carry):
    """A claim that was a part of a transaction is done with its commit."""

    @functools.wraps(carry)
    def trapped(self, model, pk, lease):
        if lease:
            points.reached(points.after_claim(model._meta.label))
        carry(self, model, pk, lease)

    return trapped


def _renew(renew):
    """In a process that has slept the sweep comes too late: who carries a run finds out by themselves."""

    @functools.wraps(renew)
    def trapped(self):
        if not points.has_slept():
            renew(self)

    return trapped


def _words(say):
    @functools.wraps(say)
    def trapped(*arguments):
        points.reached(points.WORDS)
        say(*arguments)

    return trapped


def _last_commit(end, point):
    @functools.wraps(end)
    def trapped(*arguments, **values):
        points.reached(points.END)
        with transaction.atomic():
            ended = end(*arguments, **values)
            points.reached(point)
            return ended

    return trapped


def _send(send):
    @functools.wraps(send)
    def trapped(session, request, **values):
        response, path_end = send(session, request, **values), _path_end(request.url)
        points.reached(points.answered(path_end) if request.method == "POST" else points.looked(path_end))
        return response

    return trapped


def _path_end(url):
    """The path of a call without ids: threads, threads/messages, threads/runs (plain call), threads+runs (one call)."""
    parts = urlsplit(url).path.removeprefix("/v1/").split("/")
    return "+".join(parts) if parts == ["threads", "runs"] else "/".join(parts[0::2])
