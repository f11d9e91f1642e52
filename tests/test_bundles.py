"""What base.html names is gathered as one file of styles and one of scripts, each part whole and in order."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.template import Context, Template

from tests.server import ROOT
from tutor_site.bundles import bundles

NAMES = ["css/all.css", "js/all.js"]


def test_the_page_names_bundles_of_files_that_there_are():
    assert list(bundles()) == NAMES
    for name, files in bundles().items():
        assert len(files) > 1
        assert all(
            (ROOT / "static" / file).exists() and file.rpartition(".")[2] == name.rpartition(".")[2] for file in files
        )


@pytest.mark.slow
def test_gathering_makes_them(tmp_path):
    environment = {"TUTOR_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "tutor_site.settings", "PATH": ""}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]

    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=60)

    for name, files in bundles().items():
        folder = tmp_path / "data/static" / name.split("/")[0]
        parts = [(ROOT / "static" / file).read_text() for file in files]
        (hashed,) = folder.glob(f"all.*.{name.rpartition('.')[2]}")
        text = hashed.read_text()
        assert hashed.with_name(hashed.name + ".gz").exists()
        if name.endswith("js"):
            assert text == "\n".join(parts) + "\n"
        else:
            assert "../fonts/tutor-math." in text  # under its hashed name
            assert len(text) > sum(map(len, parts))


@pytest.mark.parametrize("gathered", [True, False])
def test_the_page_has_one_element_where_they_were_gathered(gathered, monkeypatch):
    monkeypatch.setattr(settings, "STATIC_GATHERED", gathered)
    between = "<link rel=a><link rel=b>"

    html = Template("{% load bundle %}{% bundle 'css/all.css' %}" + between + "{% endbundle %}").render(Context())

    assert html == ('<link rel="stylesheet" href="/static/css/all.css">' if gathered else between)
