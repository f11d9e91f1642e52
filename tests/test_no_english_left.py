"""Nothing on the pages of another language is English: a sentence that no catalog knows would be."""

import re
from html.parser import HTMLParser

import pytest

from tests.marks import CONTRADICTED, VERIFIED, answered, done

pytestmark = pytest.mark.django_db

NAMES = {
    "jane",
    "nix",
    "plot",
    "Jane",
    "Doe",
    "Python",
    "Markdown",
    "JSON",
    "ZIP",
    "PDF",
    "TeX",
    "sqrt",
    "Enter",
    "Shift",
}
UNREAD = {"script", "style", "code", "math", "pre", "textarea", "bdi", "option", "blockquote"}
SHOWN = {"aria-label", "title", "placeholder", "alt"}
ENGLISH = re.compile(r"[A-Za-z][A-Za-z-]{2,}")


class Words(HTMLParser):
    """All that a page says to its reader, but for formulas, programs and what people wrote."""

    def __init__(self, page):
        super().__init__()
        self.said, self._unread = [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._unread += tag in UNREAD
        self.said += [
            value or "" for name, value in attrs if name in SHOWN or (name.startswith("data-") and " " in (value or ""))
        ]

    def handle_endtag(self, tag):
        self._unread -= tag in UNREAD

    def handle_data(self, data):
        if not self._unread:
            self.said.append(data)


def english(response):
    """Its words in Latin letters that are no names. Ours to tap are read by the offline engine, in English."""
    return sorted({word for text in Words(response.content.decode()).said for word in ENGLISH.findall(text)} - NAMES)


@pytest.mark.parametrize("finding", [VERIFIED, CONTRADICTED], ids=["right", "wrong"])
def test_no_page_of_a_student_is_left_in_english(jane_client, client, jane, finding):
    known = finding | {"check": {"template": "Our own answer is no.", "params": {}}}
    conversation = answered(jane, "3x = 3", "`x = 1`", **done(known)).conversation_id
    here = f"/c/{conversation}"
    pages = [
        "/",
        "/c/",
        f"{here}/",
        f"{here}/share",
        f"{here}/rename",
        "/c/search/?q=3x",
        "/c/search/?q=nix",
    ]
    pages += [
        "/c/archived/",
        "/c/shares/",
        "/accounts/profile/",
        "/accounts/password/",
        "/accounts/logout/",
        "/nothing",
    ]

    left = {page: english(jane_client.get(page, headers={"Accept-Language": "ar"})) for page in pages}
    left |= {
        page: english(client.get(page, headers={"Accept-Language": "ar"}))
        for page in ("/accounts/login/", "/accounts/signup/")
    }

    assert {page: words for page, words in left.items() if words} == {}
