"""Fixtures of the tests of files that the tutor made."""

import re

import pytest

from tests.made_files import TABLE, TARGET, MadeFiles


@pytest.fixture
def made(upstream):
    """The double with a table.csv that its answer links."""
    upstream.polls = 0
    made = MadeFiles(upstream)
    made.add("file-table", "/mnt/data/table.csv", TABLE)
    made.answer(f"Here is [the table]({TARGET}).", {TARGET: "file-table"}, ["file-table"])
    return made


@pytest.fixture
def read(client, send, ended):
    """Ask, wait for the end, and read the page; the page, without what is only told on hovering."""

    def read(reader=client):
        address = send(reader, "Make a table")["Location"]
        ended()
        return re.sub(r' title="[^"]*"', "", reader.get(address).content.decode())

    return read
