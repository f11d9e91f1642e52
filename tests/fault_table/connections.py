"""Rows: no connection, or none that lasts."""

import os
from unittest import mock

from chat.models import Run
from tests.fault_table.rows import Row, Scene, at, call
from tests.upstream import places, tls

UNREACHABLE = Run.Reason.UNREACHABLE
NOTHING = {"messages": 0, "runs": 0}
TRIES = ("connect",) * 3
"""A call connects up to three times."""


def _https(scene: Scene):
    scene.move(scene.upstream.url.replace("http:", "https:"))


def _tls(trusted=True, **certificate):
    """The upstream behind TLS, with a certificate that the operator trusts or not (see tls.front)."""

    def arrange(scene):
        address, file = scene.stack.enter_context(tls.front(scene.upstream.server_port, **certificate))
        if trusted:
            scene.stack.enter_context(mock.patch.dict(os.environ, REQUESTS_CA_BUNDLE=str(file)))
        scene.move(address)

    return arrange


ROWS = [
    Row("Nothing listens at the address", at(places.closed_port), UNREACHABLE, ("before",), **NOTHING),
    Row("The name does not resolve", at(places.UNRESOLVABLE), UNREACHABLE, ("before",), **NOTHING),
    Row("Nothing goes wrong, over TLS", _tls()),
    Row("The server does not speak TLS", _https, UNREACHABLE, ("before",), **NOTHING),
    Row("The certificate is signed by itself", _tls(trusted=False), UNREACHABLE, ("before",), **NOTHING),
    Row("The certificate is another host's", _tls(host="other.invalid"), UNREACHABLE, ("before",), **NOTHING),
    Row("The certificate has expired", _tls(days=0.5), UNREACHABLE, ("before",), **NOTHING),
    Row("Connections are not taken", at(places.full_port), UNREACHABLE, (*TRIES, "before", *TRIES), **NOTHING),
    Row(
        "Connections are taken, nothing is answered", at(places.mute_port), UNREACHABLE, ("before", "answer"), **NOTHING
    ),
    Row("A request for the thread is dropped", call("POST", "/threads", drop=True)),
    Row("The connection is reset before the message is taken", call("POST", "/messages", reset=True), waits=("lost",)),
    Row("The connection closes before the message is taken", call("POST", "/messages", drop=True), waits=("lost",)),
    Row("The connection closes before the run is taken", call("POST", "/runs", drop=True), waits=("lost",)),
    Row("The connection is reset before the run is taken", call("POST", "/runs", reset=True), waits=("lost",)),
    Row("Lists of messages are reset", call("GET", "/messages", reset=True, times=2)),
    Row("The list of steps is dropped", call("GET", "/steps", drop=True, times=2)),
    Row("The list of steps is never given", call("GET", "/steps", drop=True, times=99), UNREACHABLE, ("during",)),
    Row("The list of messages comes byte by byte", call("GET", "/messages", drip=0.0005)),
    Row(
        "The list of messages comes byte by byte and too slowly",
        call("GET", "/messages", drip=0.2, times=99),
        UNREACHABLE,
        ("during", "whole answer"),
    ),
    Row("The list of messages breaks off", call("GET", "/messages", cut=True, times=2)),
]
