"""Vendored files are what THIRD_PARTY.md says they are."""

import hashlib
import re

from tests.server import ROOT


def test_the_hashes_are_right():
    rows = re.findall(
        r"^\|.*?\| `((?:static|tests/vendor)/[^`]+)`.*`([0-9a-f]{64})` \|$", (ROOT / "THIRD_PARTY.md").read_text(), re.M
    )

    assert len(rows) == 3
    for path, listed in rows:
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == listed


def test_every_vendored_file_is_listed():
    listed = (ROOT / "THIRD_PARTY.md").read_text()
    scripts = [path for place in ("static", "tests") for path in (ROOT / place / "vendor").rglob("*.js")]
    vendored = [*scripts, *(ROOT / "static" / "fonts").glob("*.woff2")]

    assert [path.name for path in vendored if path.name not in listed] == []
