"""Lists are paged in the order of insertion."""

import pytest
from django.utils import timezone

from assistants_api.models import Message
from tests.api_client import client_of, error_of, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def path(api):
    """A thread's messages 1 to 5, all made in the same second."""
    thread = api.post("/threads", {"messages": [{"role": "user", "content": str(n)} for n in range(1, 6)]})
    Message.objects.update(created_at=timezone.now())
    return f"/threads/{thread['id']}/messages"


@pytest.fixture
def ids(api, path):
    """The ids of the messages 1 to 5 at the places 1 to 5."""
    return [None] + [message["id"] for message in api.get(path, order="asc")["data"]]


def test_an_empty_list_has_no_ends(api):
    assert api.get("/assistants") == {
        "object": "list",
        "data": [],
        "first_id": None,
        "last_id": None,
        "has_more": False,
    }


def test_the_newest_comes_first_unless_asked_otherwise(api, path, ids):
    page = api.get(path)

    assert texts(page) == ["5", "4", "3", "2", "1"]
    assert (page["first_id"], page["last_id"], page["has_more"]) == (ids[5], ids[1], False)
    assert texts(api.get(path, order="asc")) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("query", "found", "more"),
    [
        ({"order": "asc", "limit": 2}, "12", True),
        ({"order": "asc", "limit": 2, "after": 2}, "34", True),
        ({"order": "asc", "limit": 2, "after": 4}, "5", False),
        ({"order": "asc", "after": 5}, "", False),
        ({"limit": 2}, "54", True),
        ({"limit": 2, "after": 4}, "32", True),
        ({"limit": 3, "after": 4}, "321", False),
        ({"order": "asc", "before": 4}, "123", False),
        ({"order": "asc", "before": 4, "limit": 2}, "23", True),
        ({"before": 2}, "543", False),
        ({"before": 2, "limit": 1}, "3", True),
        ({"order": "asc", "after": 1, "before": 5}, "234", False),
        ({"order": "asc", "after": 1, "before": 5, "limit": 2}, "23", True),
        ({"limit": 5}, "54321", False),
    ],
)
def test_a_page_holds_what_its_cursors_say(api, path, ids, query, found, more):
    asked = {name: ids[value] if name in {"after", "before"} else value for name, value in query.items()}

    page = api.get(path, **asked)

    assert "".join(texts(page)) == found
    assert page["has_more"] is more


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_following_the_pages_meets_each_row_once(api, path, order):
    seen, query = [], {"order": order, "limit": 2}
    while True:
        page = api.get(path, **query)
        seen += texts(page)
        if not page["has_more"]:
            break
        query["after"] = page["last_id"]

    assert seen == sorted("12345", reverse=order == "desc")


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": -1}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"limit": "2.5"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"limit": "9" * 50}, "limit"),
        ({"order": "up"}, "order"),
        ({"order": "\0"}, "order"),
    ],
)
def test_a_senseless_parameter_is_refused(api, path, query, param):
    error = error_of(api.call("GET", path, **query), 400)

    assert error["param"] == param
    assert param in error["message"] or "Supported values" in error["message"]


@pytest.mark.parametrize("cursor", ["after", "before"])
def test_a_cursor_of_another_list_is_refused(api, path, cursor):
    other = api.post("/threads", {"messages": [{"role": "user", "content": "other"}]})
    foreign = api.get(f"/threads/{other['id']}/messages")["first_id"]

    for value in (foreign, "msg_" + "x" * 24, "\0", ""):
        error = error_of(api.call("GET", path, **{cursor: value}), 404)
        assert error["message"].startswith("No message found with id '")
