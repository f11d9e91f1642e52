"""Addresses of the sandbox in a message become links to its files: where a link can be, and nowhere else."""

import pytest

from chat.rendering import LONGEST_RENDERED, Download, plain, render_with_files

LINK = 'href="/f" title="Download" rel="noopener noreferrer nofollow"'


def named(name, **fields):
    """A file of /mnt/data that can be downloaded."""
    return Download(f"sandbox:/mnt/data/{name}", name, **{"url": "/f", "title": "Download"} | fields)


def paragraph(text, *files):
    html = render_with_files(text, files).html
    assert "fq" not in html
    return html.removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[the **table**](sandbox:/mnt/data/t.csv)!", f"<a {LINK}>the <strong>table</strong></a>!"),
        ("**[t](sandbox:/mnt/data/t.csv)**", f"<strong><a {LINK}>t</a></strong>"),
        ("![t](sandbox:/mnt/data/t.csv)", f"<a {LINK}>t</a>"),
        ("[](sandbox:/mnt/data/t.csv)", f"<a {LINK}><bdi>t.csv</bdi></a>"),
        ("See sandbox:/mnt/data/t.csv.", f"See <a {LINK}><bdi>t.csv</bdi></a>."),
        ("*sandbox:/mnt/data/t.csv*下载", f"<em><a {LINK}><bdi>t.csv</bdi></a></em>下载"),
        ("`sandbox:/mnt/data/t.csv`", "<code>t.csv</code>"),
        ("[sandbox:/mnt/data/t.csv](sandbox:/mnt/data/t.csv)", f"<a {LINK}><bdi>t.csv</bdi></a>"),
        (
            "[sandbox:/mnt/data/t.csv](https://example.org/)",
            '<a href="https://example.org/" rel="noopener noreferrer nofollow"><bdi>t.csv</bdi></a>',
        ),
        ("sandbox:/mnt/data/t.csv.gz", "t.csv.gz"),
        ("[x](sandbox:/mnt/data/t.csv?x) [y](sandbox:/mnt/data/other.csv)", "x y"),
    ],
)
def test_addresses_become_links(text, html):
    assert paragraph(text, named("t.csv")) == html


def test_code_and_formulas_keep_what_was_written():
    text = "```\nsandbox:/mnt/data/t.csv\n```\n\\(sandbox:/mnt/data/t.csv\\)"

    html = paragraph(text, named("t.csv"))

    assert "<a " not in html
    assert html.count("sandbox:/mnt/data/t.csv") == 2


@pytest.mark.parametrize("name", ["my table.csv", "a(1).csv", "it's_a_*b*.csv", "a%20b.csv", "جدول.csv", "a]b.csv"])
def test_names_of_any_kind_can_be_linked(name):
    file = named(name)

    assert paragraph(f"[here]({file.target})", file) == f"<a {LINK}>here</a>"


def test_a_name_that_begins_like_another_is_not_taken_for_it():
    short, long = named("a"), named("a b.csv", url="/long")

    html = paragraph(
        "[one](sandbox:/mnt/data/a) [two](sandbox:/mnt/data/a b.csv) [three](sandbox:/mnt/data/a.c)", short, long
    )

    assert html == f"<a {LINK}>one</a> <a {LINK.replace('/f', '/long')}>two</a> three"


def test_a_missing_file_leaves_its_label_and_the_reason():
    file = named("t.csv", url="", note="gone")

    text = "[the table](sandbox:/mnt/data/t.csv), sandbox:/mnt/data/t.csv"

    assert paragraph(text, file) == "the table (gone), <bdi>t.csv</bdi> (gone)"


def test_names_and_notes_are_text():
    file = named("<img src=x>", title='"><script>')

    html = paragraph(f"see {file.target}", file)

    assert "<bdi>&lt;img src=x&gt;</bdi>" in html
    assert "<script" not in html


def test_what_is_linked_is_told():
    used, unused, in_code = named("used.csv"), named("unused.csv"), named("code.csv")

    text = f"[t]({used.target}) `{in_code.target}`"

    assert render_with_files(text, (used, unused, in_code)).linked == {used.target}
    assert render_with_files("x" * LONGEST_RENDERED + text, (used,)).linked == set()


def test_without_files_nothing_is_a_link():
    html = render_with_files("[t](sandbox:/mnt/data/t.csv) sandbox:/mnt/data/u.csv【4:0†source】", ()).html

    assert html == "<p>t u.csv</p>\n"
    assert plain("[t](sandbox:/mnt/data/t.csv) sandbox:/mnt/data/u.csv【4:0†source】", 99) == "t u.csv"
