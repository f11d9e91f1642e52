"""Vendored files are what THIRD_PARTY.md says they are."""

import hashlib
import re

from tests.server import ROOT


def test_the_hashes_are_right():
    rows = re.findall(r"^\|.*?\| `(static/[^`]+)`.*`([0-9a-f]{64})` \|$", (ROOT / "THIRD_PARTY.md").read_text(), re.M)

    assert len(rows) == 2
    for path, listed in rows:
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == listed


def test_every_vendored_file_is_listed():
    listed = (ROOT / "THIRD_PARTY.md").read_text()
    vendored = [*(ROOT / "static" / "vendor").rglob("*.js"), *(ROOT / "static" / "fonts").glob("*.woff2")]

    assert [path.name for path in vendored if path.name not in listed] == []
