"""The fragment that is polled: nothing when nothing is new, finished blocks once, and an end."""

import re
import uuid
from types import SimpleNamespace

import pytest

from chat import pace, progress, watching
from chat.models import Conversation, Message, Run, RunStep, Tutor
from chat.turns import new_blocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(jane):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default())
    question = Message.objects.create(conversation=conversation, role="user", text="x", client_key=uuid.uuid4())
    return Run.objects.create(conversation=conversation, message=question, status="in_progress", revision=1)


def poll(client, run, rev):
    return client.get(f"/c/{run.conversation_id}/runs/{run.pk}?rev={rev}", headers={"HX-Request": "true"})


def add_block(run, text):
    Run.objects.filter(pk=run.pk).update(revision=run.revision + 1, block_revision=run.revision + 1)
    run.refresh_from_db()
    message = Message.objects.create(conversation=run.conversation, role="assistant", run=run, text=text)
    RunStep.objects.create(run=run, upstream_id=text, type="message_creation", message=message, revision=run.revision)


def test_nothing_new_is_204_without_a_body(jane_client, run):
    response = poll(jane_client, run, 1)

    assert (response.status_code, response.content) == (204, b"")


def test_a_live_run_goes_on_polling_with_the_new_revision(jane_client, run):
    text = poll(jane_client, run, 0).content.decode()

    assert f'hx-get="/c/{run.conversation_id}/runs/{run.pk}?rev=1"' in text
    assert re.search(r'hx-trigger="every \d+ms"', text)
    assert 'hx-swap="outerMorph"' in text


def test_finished_blocks_are_sent_once(jane_client, run):
    add_block(run, "first <b>block</b>")
    first = poll(jane_client, run, 1).content.decode()
    add_block(run, "second block")
    second = poll(jane_client, run, 2).content.decode()

    assert "first &lt;b&gt;block" in first
    assert "first" not in second
    assert "second block" in second
    assert f'hx-target="#blocks-{run.message_id}" hx-swap="beforeend"' in second


def test_a_block_that_is_finished_while_a_poll_is_answered_comes_once(jane_client, run, monkeypatch):
    add_block(run, "first block")

    def late(runs, *arguments, **keywords):
        add_block(Run.objects.get(), "second block")
        return new_blocks(runs, *arguments, **keywords)

    monkeypatch.setattr("chat.views.runs.new_blocks", late)
    first = poll(jane_client, run, 1).content.decode()
    monkeypatch.setattr("chat.views.runs.new_blocks", new_blocks)
    second = poll(jane_client, run, 2).content.decode()

    assert [text.count("<article") for text in (first, second)] == [1, 1]
    assert "first block" in first
    assert "second block" in second


def test_a_finished_message_is_announced_with_its_formulas_read(jane_client, run):
    add_block(run, r"So **x** is \(\frac{1}{2}\).")

    assert "<p>So x is 1/2.</p>" in poll(jane_client, run, 1).content.decode()


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
def test_a_run_that_has_ended_polls_no_more_and_is_announced(jane_client, run, status):
    Run.objects.update(status=status, reason="failed" if status == "failed" else "", revision=5)

    text = poll(jane_client, run, 1).content.decode()

    assert "hx-get" not in text
    assert "aria-busy" not in text
    assert 'hx-target="#status"' in text
    assert ("Try again" in text) is (status != "completed")


@pytest.mark.parametrize("rev", ["", "x", "-1", "9" * 50, "٣"])
def test_an_odd_revision_counts_as_none(jane_client, run, rev):
    assert poll(jane_client, run, rev).status_code == 200


def test_a_poll_asks_the_database_little(jane_client, run, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        poll(jane_client, run, 1)


def test_a_page_asks_the_database_as_much_for_thirty_turns_as_for_one(jane_client, run, django_assert_max_num_queries):
    for number in range(30):
        add_block(run, f"block {number}")

    with django_assert_max_num_queries(9):
        jane_client.get(f"/c/{run.conversation_id}/")


def test_what_scripts_put_on_the_page_is_sent_with_the_token_of_the_page(jane_client, run):
    page = jane_client.get(run.conversation.get_absolute_url()).content.decode()
    fragment = poll(jane_client, run, 0).content.decode()

    assert "X-CSRFToken" in page
    assert "csrfmiddlewaretoken" in page.partition('class="pending"')[2].partition("</form>")[0]
    assert "csrfmiddlewaretoken" not in fragment
    assert "/stop" in fragment


@pytest.mark.parametrize("watched", [1, 25, 160, 200, 10**6])
def test_words_are_due_before_the_hold_of_a_poll_ends(watched):
    assert pace.calm(watched) < watching.HOLD


def test_a_state_that_comes_while_text_is_rendered_is_not_kept_to_its_pace(run, monkeypatch):
    live = progress.Live(run, lease=None, deadline=None)
    monkeypatch.setattr(progress, "_writer", lambda: SimpleNamespace(notify=lambda: None))
    monkeypatch.setattr(progress.rendering, "render_moving", lambda text: live.show(Run.Activity.CODING) or text)

    progress._Draft(live, pace=60)

    assert live.dirty
    assert live.next_at == 0


def test_the_first_words_are_not_kept_from_a_page_that_shows_none(jane_client, run, monkeypatch):
    """However many watch: only a page that says that it shows words already waits for more of them."""
    held = []
    monkeypatch.setattr("chat.views.runs.watching.hold", lambda *asked: held.append(asked) or False)
    monkeypatch.setattr(pace, "calm", lambda watched: 2)
    Run.objects.filter(pk=run.pk).update(revision=3, activity="writing", live_html="<p>First</p>")

    first = poll(jane_client, run, 2).content.decode()
    assert "First" in first
    assert not held
    assert "?rev=3&amp;words=1" in first

    assert poll(jane_client, run, "2&words=1").status_code == 204
    assert held[0][1:] == (2, True, 2)
