"""Searching one's own conversations: on SQLite and on PostgreSQL the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat import keeping
from chat.models import Conversation, Message, Tutor
from chat.search import wanted
from chat.search.words import excerpt
from tests.marks import answered
from tutor_site import checks

pytestmark = pytest.mark.django_db

TEXTS = {
    "equation": "I need to solve the equation `3x + 11 = 14`.",
    "tight": "And 3x+11=14?",
    "longer": "Solve 13x + 110 = 4",
    "accents": "Où est le théorème de Pythagore? Größe, naïve, Ångström",
    "capitals": "PYTHAGORAS said so",
    "greek": "Το θεώρημα του Πυθαγόρα",
    "russian": "Реши мой синий пример",
    "arabic": "حل المعادلة من فضلك",
    "chinese": "请解方程3x+1=0，谢谢",
    "japanese": "二次方程式を解いてください",
    "korean": "이차방정식을 풀어 주세요",
    "power": "Plot y = x^2 - 4 with x_1",
    "operators": "this AND that NEAR those NOT them OR us",
    "hostile": "<script>alert(1)</script> <mark>fake</mark>",
}


@pytest.fixture
def conversation(jane):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Algebra for Monday")
    for text in TEXTS.values():
        Message.objects.create(conversation=conversation, role="user", text=text)
    return conversation


def search(client, query, **more):
    response = client.get("/c/search/", {"q": query} | more)
    assert response.status_code == 200
    return response


def found(client, query):
    """The names of the TEXTS that are found."""
    names = {text: name for name, text in TEXTS.items()}
    return {names.get(hit.message.text, hit.message.text) for hit in search(client, query).context["hits"]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("3x + 11", {"equation", "tight"}),
        ("3x+11=14", {"equation", "tight"}),
        ('"3x + 11"', {"equation", "tight"}),
        ("equ", {"equation"}),
        ("solve EQUATION", {"equation"}),
        ("theoreme", {"accents"}),
        ("THÉORÈME", {"accents"}),
        ("the\u0301oreme", {"accents"}),
        ("grosse angstrom", set()),
        ("große ang", {"accents"}),
        ("pythag", {"accents", "capitals"}),
        ("ΘΕΏΡΗΜΑ", {"greek"}),
        ("МОЙ син", {"russian"}),
        ("المعادلة", {"arabic"}),
        ("方程", {"chinese", "japanese"}),
        ("解方程", {"chinese"}),
        ("方程3x 谢谢", {"chinese"}),
        ("방정식", set()),
        ("이차방정", {"korean"}),
        ("x^2", {"power"}),
        ("AND NEAR NOT OR", {"operators"}),
        ("NEAR(this that)", {"operators"}),
        ("script", {"hostile"}),
        ("nothing like this", set()),
    ],
)
def test_words_are_found(conversation, jane_client, query, names):
    assert found(jane_client, query) == names


HOSTILE = ['"', "'", '""', "*", "x*", "^x", "text:x", "-x", "a OR", "NEAR(", "NEAR(a b, -1)", "(", ")", "{x}", "a AND",
           "\0", "x\0y", "'; DROP TABLE chat_message; --", "%", "_", "\\", ":*", "!x", "x &", "<->", "+", "..", "🙂",
           "a" * 5000, "b " * 5000, "\u202e", "½", "²", "'''x'", "owner : 1", "1" * 300]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_is_an_error(conversation, jane_client, query):
    response = search(jane_client, query)

    assert "<script>alert" not in response.content.decode()


def test_bytes_that_are_no_text_are_no_error(jane_client):
    assert jane_client.get("/c/search/?q=%ED%A0%80x%FF%00").status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999", "2"])
def test_no_page_is_an_error(conversation, jane_client, page):
    search(jane_client, "solve", page=page)


def test_the_match_is_marked_and_the_rest_is_only_text(conversation, jane_client):
    text = search(jane_client, "scr fak").content.decode()

    assert "<mark>fake</mark>" in text
    assert "&lt;<mark>script</mark>&gt;" in text or "<mark>script</mark>" in text
    assert text.count("<script>") == 0


def test_formulas_are_read_in_hits_and_titles(jane, jane_client):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default(), title="Find x² + 1/2")
    text = r"So **here** \( x^2 + \frac{1}{2} = \boxed{\sqrt{2}} \)"
    Message.objects.create(conversation=conversation, role="assistant", text=text)

    shown = search(jane_client, "x 2").content.decode()

    assert "So here \u2066<mark>x</mark><mark>²</mark> + 1/<mark>2</mark> = √<mark>2</mark>\u2069" in shown
    assert "Find <mark>x</mark><mark>²</mark> + 1/<mark>2</mark>" in shown
    assert "frac" not in shown


def test_titles_are_found_and_marked(conversation, jane_client):
    text = search(jane_client, "mond").content.decode()

    assert "Algebra for <mark>Monday</mark>" in text
    keeping.change(conversation, title="Geometría")
    assert "<mark>Geometría</mark>" in search(jane_client, "geometri").content.decode()
    assert (
        "Monday" not in search(jane_client, "mond").content.decode().split("<h1")[1].split("</form>")[1].split("“")[0]
    )


def test_nobody_finds_anything_of_others(conversation, jane, john_client, client, admin_client):
    number = str(jane.pk)
    for other in (john_client, client, admin_client):
        for query in ("equation", "monday", number, f"owner {number}", "方程"):
            response = search(other, query)
            assert not response.context["hits"]
            assert not response.context["titled"]


def test_what_is_deleted_is_not_found_and_what_is_brought_back_is(conversation, jane, jane_client):
    keeping.delete(conversation)
    assert not found(jane_client, "equation")
    assert not search(jane_client, "monday").context["titled"]

    keeping.restore(jane, conversation.pk)
    assert found(jane_client, "equation") == {"equation"}


def test_the_index_follows_what_becomes_of_messages(conversation, jane, john, jane_client, john_client):
    first = conversation.messages.first()

    Message.objects.filter(pk=first.pk).update(text="another wording")
    assert found(jane_client, "wording") == {"another wording"}
    assert "equation" not in found(jane_client, "equation")

    Message.objects.filter(pk=first.pk).delete()
    assert not found(jane_client, "wording")

    Message.objects.bulk_create([Message(conversation=conversation, role="user", text="in bulk")])
    assert found(jane_client, "bulk") == {"in bulk"}

    Conversation.objects.filter(pk=conversation.pk).update(owner=john)
    assert not found(jane_client, "bulk")
    assert found(john_client, "bulk") == {"in bulk"}

    Conversation.objects.all().delete()
    assert not found(john_client, "bulk")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM chat_search").fetchone() == (0,)


def test_a_guests_words_are_found_by_the_account_they_sign_in_with(jane, jane_client):
    guest = User.make_guest("key")
    answered(guest, question="Solve the riddle")

    jane.adopt(guest)

    assert found(jane_client, "riddle") == {"Solve the riddle"}


def test_a_very_long_message_is_kept_and_its_excerpt_is_short(conversation, jane_client):
    text = "word " * 60_000 + "needle"
    Message.objects.create(conversation=conversation, role="assistant", text=text)
    Message.objects.create(conversation=conversation, role="assistant", text="y" * 400_000)
    varied = " ".join(f"term{number}" for number in range(100_000))
    Message.objects.create(conversation=conversation, role="assistant", text=varied)

    response = search(jane_client, "word")

    assert len(response.content) < 30_000


def test_pages_follow_each_other(jane, jane_client):
    conversation = answered(jane).conversation
    rows = [Message(conversation=conversation, role="user", text=f"number {n} sought") for n in range(45)]
    Message.objects.bulk_create(rows)

    pages = [[hit.message.text for hit in search(jane_client, "sought", page=n).context["hits"]] for n in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert sum(pages, []) == [f"number {n} sought" for n in reversed(range(45))]


def test_a_hit_leads_to_its_place_in_a_long_conversation(jane, jane_client):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default())
    asked = [Message(conversation=conversation, role="user", text=f"question {n}") for n in range(70)]
    asked = Message.objects.bulk_create(asked)
    address = f"/c/{conversation.pk}/"

    for message in (asked[0], asked[35], asked[69]):
        target = jane_client.get(f"{address}message/{message.pk}")["Location"]
        page, anchor = target.split("#")
        assert f'id="{anchor}"' in jane_client.get(page).content.decode()
    assert page == address


def test_searching_asks_as_often_whatever_is_there(jane, jane_client):
    def queries():
        with CaptureQueriesContext(connection) as made:
            search(jane_client, "solve 方程")
        return len(made)

    answered(jane, question="Solve 方程")
    few = queries()
    for _ in range(30):
        answered(jane, question="Solve 方程")

    assert queries() == few <= 5


def test_a_sqlite_that_cannot_search_is_said_at_the_start(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    assert checks.check_search(None) == []

    monkeypatch.setattr(checks, "has_full_text", lambda: False)
    assert [(error.id, "FTS5" in error.hint) for error in checks.check_search(None)] == [("tutor.E011", True)]


def test_words_of_a_query_are_few_and_plain():
    assert wanted('  "3x" + É*  NEAR/3 ') == ["3x", "e", "near", "3"]
    assert len(wanted(" ".join(str(n) for n in range(100)))) == 8


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Größe und GRÖSSE", "große", ["Größe"]),
        ("cafe\u0301 Café", "cafe", ["cafe\u0301", "Café"]),
        ("İstanbul ﬁn", "istan", ["İstanbul"]),
        ("solve, resolve, solved", "solve", ["solve", "solved"]),
        ("x and 3x and x", "x", ["x", "x"]),
        ("解方程和方程", "方程", ["方程", "方程"]),
        ("x² + x₁ + 2ⁿ", "x 2 1", ["x", "²", "x", "₁", "2"]),
        ("x² and x^2", "x²", ["x²", "x^2"]),
    ],
)
def test_marks_stand_where_the_words_do(text, query, marked):
    pieces = excerpt(text, wanted(query))

    assert [piece.text for piece in pieces if piece.is_match] == marked
    assert "".join(piece.text for piece in pieces) == text


@pytest.mark.sqlite
@pytest.mark.parametrize("sign", ["\u19b0", "\u19c9", "\u1cf2", "²", "Ⅷ", "௧", "\U0001f130"])
def test_no_letter_is_too_much_for_the_index(jane_client, conversation, sign):
    """For the index a word ends at some signs that are letters for Python, and it refuses to look for two at once."""
    Message.objects.create(conversation=conversation, role="user", text=f"It is called ma{sign}mb here")

    assert "It is called" in search(jane_client, f"ma{sign}mb").content.decode()
