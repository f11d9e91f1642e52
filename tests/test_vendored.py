"""Vendored files are what THIRD_PARTY.md says they are."""

import hashlib
import re

from tests.server import ROOT

THIRD_PARTY = ROOT / "THIRD_PARTY.md"


def test_the_hashes_are_right():
    rows = re.findall(
        r"^\|.*?\| `((?:static|tests/vendor)/[^`]+)`.*`([0-9a-f]{64})` \|$", THIRD_PARTY.read_text(), re.M
    )

    assert len(rows) == 4
    for path, listed in rows:
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == listed


def test_the_fonts_of_the_formula_editor_are_those_of_its_package():
    [(folder, listed)] = re.findall(
        r"\| `(static/vendor/[^`]+/fonts/)`.*`([0-9a-f]{64})` of all", THIRD_PARTY.read_text()
    )

    fonts = sorted((ROOT / folder).iterdir())

    assert len(fonts) == 20
    assert hashlib.sha256(b"".join(font.read_bytes() for font in fonts)).hexdigest() == listed


def test_every_vendored_file_is_listed():
    listed = THIRD_PARTY.read_text()
    scripts = [path for place in ("static", "tests") for path in (ROOT / place / "vendor").rglob("*.*js")]
    vendored = [*scripts, *(ROOT / "static" / "fonts").glob("*.woff2")]

    assert [path.name for path in vendored if path.name not in listed] == []
