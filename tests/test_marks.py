"""The mark beside an answer, as a page, a fragment and the administration show it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chat.judgements import AWAITED, SOON
from chat.models import Run
from tests.marks import CONTRADICTED, NOT_CHECKED, VERIFIED, answered, done

pytestmark = pytest.mark.django_db
WAITING = {"status": "waiting"}
REFRESH = '<noscript><meta http-equiv="refresh"'
POLLER = 'class="awaited-mark"'
FRAGMENT = {"HX-Request": "true"}


def page_of(client, run):
    return client.get(f"/c/{run.conversation_id}/").content.decode()


def mark_of(client, run, every=400):
    return client.get(f"/c/{run.conversation_id}/runs/{run.pk}/mark?every={every}", headers=FRAGMENT)


def age(run, by):
    judgement = run.judgement
    judgement.created_at = timezone.now() - by
    judgement.save()


def test_a_verified_answer_says_so_with_the_check_one_click_away(jane, jane_client):
    run = answered(jane, **done(VERIFIED))

    page = page_of(jane_client, run)
    fragment = mark_of(jane_client, run).content.decode()

    for text in (page, fragment):
        assert "Checked: right</summary>" in text
        assert "Put back, " in text
        assert "<math" in text
        assert POLLER not in text
    assert 'hx-target="#status"' in fragment
    assert REFRESH not in page


def test_a_contradicted_answer_has_our_own_result_beside_it(jane, jane_client):
    run = answered(jane, reply="So x = 2.", **done(CONTRADICTED))

    page = page_of(jane_client, run)
    fragment = mark_of(jane_client, run).content.decode()

    for text in (page, fragment):
        assert "This does not match our own check" in text
        assert "Our own check gives:" in text
        assert "<mi>x</mi>" in text
        assert "Checked: right" not in text
    assert "So x = 2." in page


def test_what_was_not_checked_has_no_mark(jane, jane_client):
    run = answered(jane, **done(NOT_CHECKED))

    assert "mark-" not in page_of(jane_client, run)
    assert mark_of(jane_client, run).content.decode().strip() == ""


def test_an_answer_without_judgement_has_no_mark_and_asks_for_none(jane, jane_client):
    run = answered(jane)

    assert "mark-" not in page_of(jane_client, run)
    assert mark_of(jane_client, run).status_code == 404


def test_a_mark_is_awaited_and_the_page_without_javascript_goes_on(jane, jane_client):
    run = answered(jane, **WAITING)

    page, poll = page_of(jane_client, run), mark_of(jane_client, run)

    assert POLLER in page
    assert REFRESH in page
    assert "aria-busy" not in page
    assert (poll.status_code, poll.content) == (204, b"")


def test_what_takes_long_is_asked_for_less_often_and_not_for_ever(jane, jane_client):
    run = answered(jane, **WAITING)
    age(run, SOON)

    slower = mark_of(jane_client, run)
    again = mark_of(jane_client, run, every=2000)
    age(run, AWAITED)
    rests = mark_of(jane_client, run, every=2000)

    assert 'hx-trigger="every 2000ms"' in slower.content.decode()
    assert again.status_code == 204
    assert (rests.status_code, rests.content.decode().strip()) == (200, "")
    assert REFRESH not in page_of(jane_client, run)


def test_the_last_poll_of_a_run_brings_the_poller_of_its_mark(jane, jane_client):
    run = answered(jane, **WAITING)

    fragment = jane_client.get(f"/c/{run.conversation_id}/runs/{run.pk}?rev=2", headers=FRAGMENT).content.decode()

    assert POLLER in fragment
    assert f"/runs/{run.pk}/mark?every=400" in fragment


def test_the_last_poll_of_a_run_that_is_not_judged_brings_none(jane, jane_client):
    run = answered(jane)

    fragment = jane_client.get(f"/c/{run.conversation_id}/runs/{run.pk}?rev=2", headers=FRAGMENT).content.decode()

    assert "mark" not in fragment


def test_other_peoples_marks_are_not_there(jane, jane_client, john, john_client):
    run, other = answered(jane, **done(VERIFIED)), answered(john, **done(VERIFIED))

    assert mark_of(john_client, run).status_code == 404
    assert mark_of(Client(), run).status_code == 404
    for of in (other, answered(jane, **done(VERIFIED))):
        mixed = jane_client.get(f"/c/{run.conversation_id}/runs/{of.pk}/mark")
        assert mixed.status_code == 404


HOSTILE = {
    "template": "<img src=x onerror=alert(1)> {check} [a](javascript:alert(1))",
    "params": {"check": r"<script>alert(1)</script> \( \def\a{\a\a}\a " + r"\frac{" * 200 + r" \)"},
}


def test_what_came_from_a_hostile_reply_is_text(jane, jane_client):
    found = CONTRADICTED | {"check": HOSTILE, "result": "<script>alert(2)</script>" + r"\( \boxed{" * 100}
    run = answered(jane, **done(found))

    for text in (page_of(jane_client, run), mark_of(jane_client, run).content.decode()):
        assert "<script>alert" not in text
        assert "<img" not in text
        assert 'javascript:alert(1)"' not in text
        assert "This does not match our own check" in text


def test_the_newest_answer_of_a_question_has_the_mark(jane, jane_client):
    run = answered(jane, **done(VERIFIED))
    failed = Run.objects.create(conversation=run.conversation, message=run.message, status="failed")
    Run.objects.filter(pk=failed.pk).update(created_at=run.created_at - timedelta(seconds=5))

    assert page_of(jane_client, run).count("Checked: right") == 1


class TestAdministration:
    @pytest.fixture
    def transcript(self, admin_client):
        return lambda run: admin_client.get(f"/admin/chat/conversation/{run.conversation_id}/change/").content.decode()

    def test_it_shows_what_was_found(self, jane, transcript):
        assert "Checked: right</summary>" in transcript(answered(jane, **done(VERIFIED)))
        contradicted = transcript(answered(jane, **done(CONTRADICTED)))
        assert "This does not match our own check" in contradicted
        assert "Our own check gives:" in contradicted

    def test_it_shows_why_nothing_was_checked(self, jane, transcript):
        text = transcript(answered(jane, **done(NOT_CHECKED)))

        assert "Not checked</summary>" in text
        assert "No answer was found in the reply." in text

    def test_it_says_that_the_check_is_not_there_yet(self, jane, transcript):
        text = transcript(answered(jane, **WAITING))

        assert "has not been checked yet" in text
        assert "hx-get" not in text

    def test_conversations_with_a_contradicted_answer_can_be_found(self, jane, john, admin_client):
        wrong, _right = answered(jane, **done(CONTRADICTED)), answered(john, **done(VERIFIED))
        answered(jane, conversation=wrong.conversation, **done(CONTRADICTED))

        address = "/admin/chat/conversation/?runs__judgement__verdict__exact=contradicted"
        page = admin_client.get(address)

        assert list(page.context["cl"].queryset) == [wrong.conversation]
        assert "does not match our own check" in page.content.decode()

    def test_it_says_nothing_where_nothing_could_be_checked(self, jane, transcript):
        assert "checked" not in transcript(answered(jane)).lower().replace('checked="', "")


class TestChoices:
    """Buttons for the readings of a question that our engine could not choose between."""

    ANSWER = (
        r"I can read that in two ways: as \(\frac{1}{2}x\) or as \(\frac{1}{2x}\)."
        " Please add brackets to show which one you mean."
    )

    def test_both_readings_can_be_sent(self, jane, jane_client):
        run = answered(jane, question="Simplify 1/2x", reply=self.ANSWER)

        page = page_of(jane_client, run)

        assert page.count('<button class="plain">Simplify ') == 2
        assert 'name="text" value="Simplify (1/2)x"' in page
        assert 'name="text" value="Simplify 1/(2x)"' in page

    def test_the_fragment_that_brings_the_answer_has_them_too(self, jane, jane_client):
        run = answered(jane, question="Simplify 1/2x", reply=self.ANSWER)

        fragment = jane_client.get(f"/c/{run.conversation_id}/runs/{run.pk}?rev=1", headers=FRAGMENT).content.decode()

        assert fragment.count('<button class="plain">Simplify ') == 2

    @pytest.mark.parametrize(
        ("question", "reply"),
        [
            ("Simplify 1/2x", "It is half of x."),
            ("Simplify x + x", ANSWER),
            ("Which of 1/3x and x?", "I can read that in two ways: send me your password."),
        ],
    )
    def test_nothing_else_puts_buttons_there(self, jane, jane_client, question, reply):
        page = page_of(jane_client, answered(jane, question=question, reply=reply))

        assert "choices" not in page

    def test_administrators_read_and_do_not_choose(self, jane, admin_client):
        run = answered(jane, question="Simplify 1/2x", reply=self.ANSWER)

        page = admin_client.get(f"/admin/chat/conversation/{run.conversation_id}/change/").content.decode()

        assert "two ways" in page
        assert "Which one do you mean" not in page


class TestOtherWays:
    """Buttons for the other ways of a question that our engine answered, below the newest answer alone."""

    QUESTION = "solve x^2 - 5x + 6 = 0"
    ANSWER = "The solutions are `2` and `3`.\n\n{offer}"
    BOTH = "There are other ways as well: by the quadratic formula, by completing the square."
    LAST = "There is another way as well: by completing the square."
    SQUARE = 'name="text" value="solve x^2 - 5x + 6 = 0 by completing the square"'

    def answered(self, owner, question=QUESTION, offer=BOTH, **more):
        return answered(owner, question=question, reply=self.ANSWER.format(offer=offer), **more)

    def test_each_way_that_was_offered_can_be_sent(self, jane, jane_client):
        page = page_of(jane_client, self.answered(jane))

        assert '<button class="plain">By the quadratic formula</button>' in page
        assert self.SQUARE in page

    def test_they_are_named_in_the_language_of_the_page_whatever_that_of_the_answer(self, jane, jane_client):
        run = self.answered(jane)

        page = jane_client.get(f"/c/{run.conversation_id}/", headers={"accept-language": "de"}).content.decode()

        assert page.count('<button class="plain">Mit ') == 2
        assert self.SQUARE in page

    def test_the_fragment_that_brings_the_answer_has_them_too(self, jane, jane_client):
        run = self.answered(jane)

        fragment = jane_client.get(f"/c/{run.conversation_id}/runs/{run.pk}?rev=1", headers=FRAGMENT).content.decode()

        assert self.SQUARE in fragment

    def test_a_question_that_leans_on_another_is_asked_whole(self, jane, jane_client):
        first = self.answered(jane)
        run = self.answered(jane, "another way?", self.LAST, conversation=first.conversation)

        page = page_of(jane_client, run)

        assert page.count(self.SQUARE) == 1
        assert "by the quadratic formula" in page
        assert page.count('class="choices ways"') == 1

    @pytest.mark.parametrize(
        ("question", "offer"),
        [
            (QUESTION, "It can be factored."),
            (QUESTION, "There is another way as well: by elimination."),
            (QUESTION, "There is another way as well: send me your password."),
            (QUESTION, "Those were all the ways that I know."),
            ("solve 3x + 11 = 14", BOTH),
            ("what is love", BOTH),
            ("another way?", BOTH),
        ],
    )
    def test_nothing_else_puts_buttons_there(self, jane, jane_client, question, offer):
        assert "choices" not in page_of(jane_client, self.answered(jane, question, offer))

    def test_administrators_read_and_do_not_choose(self, jane, admin_client):
        run = self.answered(jane)

        page = admin_client.get(f"/admin/chat/conversation/{run.conversation_id}/change/").content.decode()

        assert self.BOTH in page
        assert self.SQUARE not in page
