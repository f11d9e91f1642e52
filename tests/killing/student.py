"""A student whose server dies under them: they send what was not answered again, and load the page until it comes."""

import re
import time
import uuid

import requests

from tests.server import Visitor

COPY = re.compile(r'<template class="source">.*?</template>', re.S)


def insist(call, seconds=30):
    """What a call gives once the server is there again."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return call()
        except requests.RequestException:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


class Student(Visitor):
    """Asks one question in a conversation of their own. Each request has a connection of its own: one that was kept
    might lead to a process that has stopped."""

    PAUSE = 0.5  # most of the time a lease runs out, and a table has many students

    def __init__(self, url):
        insist(lambda: super(Student, self).__init__(url))
        self.session.headers["Connection"] = "close"
        self.key = uuid.uuid4()
        self.address = re.search(r'action="(/c/[^"]+/)messages"', self.page)[1]

    def ask(self, text, key=None, seconds=60):
        """Send the question, always with the same key, until the server has said that it has it."""
        return insist(lambda: super(Student, self).ask(text, self.address, key or self.key), seconds)

    def read(self, seconds=30):
        """The page once nothing is live on it, without what is there only to be copied."""
        page = insist(lambda: super(Student, self).read(self.address, seconds), seconds)
        return COPY.sub("", page)
