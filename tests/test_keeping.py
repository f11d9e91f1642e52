"""Lists of conversations: days, pins, the archive, titles; deleting, bringing back, and what goes for good."""

import re
import time
import uuid
from datetime import UTC, datetime, timedelta
from unittest.mock import create_autospec

import pytest
from django.utils import timezone

import background
from background import crew
from chat import keeping, proxy
from chat.assistants import AssistantsClient
from chat.calendar import grouped
from chat.failures import Unreachable
from chat.models import Attachment, Branch, Conversation, Deletion, Message, Run, Tutor
from tests.marks import answered
from tests.test_pages import Elements

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)  # a Thursday


@pytest.fixture
def conversation(jane):
    return answered(jane).conversation


def make(owner, title="Title", **fields):
    return Conversation.objects.create(owner=owner, tutor=Tutor.default(), title=title, **fields)


def page(client, address="/c/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestList:
    def test_days_are_the_readers(self, jane, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: NOW)
        hours = {0: "today", 13: "late yesterday", 30: "yesterday", 70: "Monday", 110: "before the week", 9000: "old"}
        for hour, title in hours.items():
            make(jane, title, updated_at=NOW - timedelta(hours=hour))
        make(jane, "kept", is_pinned=True, updated_at=NOW - timedelta(hours=9000))

        def told():
            groups = grouped(Conversation.objects.visible_to(jane).listed())
            return [(group.heading, [each.title for each in group.conversations]) for group in groups]

        assert told() == [
            ("Pinned", ["kept"]),
            ("Today", ["today"]),
            ("Yesterday", ["late yesterday", "yesterday"]),
            ("This week", ["Monday"]),
            ("November 2026", ["before the week"]),
            ("November 2025", ["old"]),
        ]
        with timezone.override("Pacific/Honolulu"):
            assert told()[1:3] == [("Today", ["today"]), ("Yesterday", ["late yesterday"])]

    @pytest.mark.parametrize(
        ("cookie", "told"), [("Pacific/Auckland", "1:30 a.m."), ("", "12:30 p.m."), ("../../etc/passwd", "12:30 p.m.")]
    )
    def test_the_time_zone_is_told_by_a_cookie(self, jane, jane_client, cookie, told):
        make(jane, updated_at=datetime.now(UTC).replace(hour=12, minute=30))
        jane_client.cookies["time_zone"] = cookie

        assert told in page(jane_client) or "Nov" in told

    def test_pinned_ones_come_first_also_beside_a_conversation(self, jane, jane_client):
        pinned = make(jane, "pinned one", updated_at=timezone.now() - timedelta(days=400))
        newest = make(jane, "newest one")

        jane_client.post(f"/c/{pinned.pk}/pin")

        for text in (page(jane_client), page(jane_client, newest.get_absolute_url()).split("<main")[0]):
            text = text[text.index("<h2") :]
            assert 0 < text.index("pinned one") < text.index("newest one")
        jane_client.post(f"/c/{pinned.pk}/unpin")
        text = page(jane_client)
        assert text.index("newest one") < text.index("pinned one")

    def test_the_archive_is_a_list_of_its_own(self, jane_client, conversation):
        used_at = conversation.updated_at
        address = conversation.get_absolute_url()

        jane_client.post(f"{address}archive")

        assert address not in page(jane_client)
        assert address in page(jane_client, "/c/archived/")
        assert jane_client.get(address).status_code == 200
        jane_client.post(f"{address}unarchive")
        assert address in page(jane_client)
        conversation.refresh_from_db()
        assert conversation.updated_at == used_at

    def test_a_form_leads_back_to_its_page_and_never_to_another_site(self, jane_client, conversation):
        address, menu = f"{conversation.get_absolute_url()}pin", f"#menu-{conversation.pk}"

        assert jane_client.post(address, {"next": "/c/?page=2"})["Location"] == f"/c/?page=2{menu}"
        assert f'id="{menu[1:]}"' in page(jane_client)
        for foreign in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""):
            assert jane_client.post(address, {"next": foreign})["Location"] == f"/c/{menu}"

    def test_with_htmx_only_the_menu_and_the_list_beside_change(self, jane_client, conversation):
        address = f"{conversation.get_absolute_url()}pin"

        told = jane_client.post(address, {"next": "/c/?page=2"}, headers={"HX-Request": "true"}).content.decode()

        assert f'{conversation.get_absolute_url()}unpin"' in told
        assert "<html" not in told
        assert "Pinned." in told

    def test_a_question_in_a_deleted_conversation_is_refused_as_in_another_persons(self, jane_client, conversation):
        keeping.delete(conversation)

        asked = {"text": "x", "client_key": uuid.uuid4()}
        refused = jane_client.post(f"{conversation.get_absolute_url()}messages", asked)
        invalid = jane_client.post(f"{conversation.get_absolute_url()}messages", asked | {"text": ""})

        assert (refused.status_code, invalid.status_code) == (404, 404)
        assert Message.objects.count() == 2


class TestTitle:
    @pytest.mark.django_db(transaction=True)
    def test_is_only_text_wherever_it_is_shown(self, jane, jane_client, conversation):
        keeping.change(conversation, title="</title><script>alert(1)</script>'\"{{ 7|add:7 }}")
        keeping.delete(make(jane, conversation.title))
        own = conversation.get_absolute_url()
        jane_client.post(f"{own}share", {"days": 1, "share_id": uuid.uuid4()})
        link = re.search(r'"http://127.0.0.1:8000(/s/[^"]+)"', page(jane_client, f"{own}share"))[1]

        for address in ("/c/", own, f"{own}rename", f"{own}share", "/c/search/?q=script", link, f"{own}print"):
            response = jane_client.get(address)
            text = response.getvalue().decode()
            scripts = [attributes for tag, attributes in Elements(text).found if tag == "script"]
            assert "alert(1)" in text
            assert all(attributes["src"].startswith("/static/") for attributes in scripts)
            assert "{{ 7|add:7 }}" in text

    def test_is_changed_at_will(self, jane_client, conversation):
        address = f"{conversation.get_absolute_url()}rename"

        shown = page(jane_client, f"{address}?next=/c/archived/")
        done = jane_client.post(address, {"title": "  My <b>first</b>\n one ", "next": "/c/archived/"})

        conversation.refresh_from_db()
        assert 'value="/c/archived/"' in shown
        assert (conversation.title, done["Location"]) == ("My <b>first</b> one", f"/c/archived/#menu-{conversation.pk}")
        assert "My &lt;b&gt;first&lt;/b&gt; one" in page(jane_client)

    @pytest.mark.parametrize(
        ("title", "told"), [("  ", "Type a title"), ("x" * 81, "at most 80"), ("a\0b", "U+0000"), ("a\x1bb", "U+001B")]
    )
    def test_what_cannot_be_one_is_said_and_kept_in_the_box(self, jane_client, conversation, title, told):
        response = jane_client.post(f"{conversation.get_absolute_url()}rename", {"title": title})

        conversation.refresh_from_db()
        assert response.status_code == 422
        assert told in response.content.decode()
        assert conversation.title == ""


class TestDeleting:
    def test_a_retry_that_was_on_its_way_asks_nothing_more(self, conversation, monkeypatch):
        monkeypatch.setattr("background.start", lambda *_: None)
        Run.objects.update(status="failed")
        run = Run.objects.select_related("conversation").get()
        keeping.delete(conversation)

        assert proxy.retry(run) == run

        assert Run.objects.count() == 1

    def test_hides_at_once_and_offers_to_undo(self, jane, jane_client, admin_client, conversation):
        run = conversation.runs.get()
        address = conversation.get_absolute_url()

        gone = jane_client.post(f"{address}delete", {"next": address}, follow=True)

        assert gone.redirect_chain == [(f"/c/#undo-{conversation.pk}", 302)]
        assert f'id="undo-{conversation.pk}"' in gone.content.decode()
        assert f'action="{address}restore"' in gone.content.decode()
        for path in (address, f"{address}runs/{run.pk}", f"{address}runs/{run.pk}?rev=1", f"{address}export.md"):
            assert jane_client.get(path).status_code == 404
        assert f'href="{address}"' not in page(jane_client)
        assert str(conversation.pk) not in page(admin_client, "/admin/chat/conversation/")
        assert admin_client.get(f"/admin/chat/conversation/{conversation.pk}/change/").status_code == 302

    def test_a_second_click_changes_nothing(self, jane_client, conversation):
        keeping.delete(conversation)
        keeping.delete(Conversation.objects.get())

        assert Deletion.objects.count() == 1

    def test_undo_brings_everything_back(self, jane_client, conversation):
        address = conversation.get_absolute_url()
        jane_client.post(f"{address}delete")

        done = jane_client.post(f"{address}restore", {"next": "/c/"}, follow=True)
        again = jane_client.post(f"{address}restore", follow=True)

        assert "is back" in done.content.decode()
        assert again.status_code == 200
        assert "So x = 1." in page(jane_client, address)
        assert Deletion.objects.count() == 0

    def test_undo_is_offered_for_ten_seconds_and_comes_to_late_when_all_is_gone(self, jane_client, conversation):
        address = conversation.get_absolute_url()
        jane_client.post(f"{address}delete")
        Deletion.objects.update(created_at=timezone.now() - timedelta(seconds=11))

        assert "restore" not in page(jane_client)
        Conversation.objects.all().delete()
        late = jane_client.post(f"{address}restore", follow=True)
        assert "gone for good" in late.content.decode()

    def test_nobody_else_deletes_or_restores(self, john_client, client, conversation):
        address = conversation.get_absolute_url()
        for stranger in (john_client, client):
            assert stranger.post(f"{address}delete").status_code == 404
        keeping.delete(conversation)
        for stranger in (john_client, client):
            stranger.post(f"{address}restore")
            assert "restore" not in page(stranger)

        assert Conversation.objects.get().deleted_at

    def test_a_live_run_is_stopped(self, jane, conversation):
        message = conversation.messages.first()
        live = Run.objects.create(conversation=conversation, message=message, status="in_progress")

        keeping.delete(conversation)

        live.refresh_from_db()
        assert live.status == "cancelling"


@pytest.mark.runner
@pytest.mark.django_db(transaction=True)
def test_a_question_under_way_ends_with_its_conversation(upstream, send, ended, client):
    upstream.polls = 100_000
    address = send(client, "Solve x = 1")["Location"]

    client.post(f"{address}delete")
    run = ended()

    assert run.status == "cancelled"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}restore", follow=True).status_code == 200
    assert "You stopped this answer" in page(client, address)


@pytest.mark.django_db(transaction=True)
class TestPurge:
    @pytest.fixture
    def client_double(self, monkeypatch):
        double = create_autospec(AssistantsClient, instance=True)
        monkeypatch.setattr(proxy, "AssistantsClient", lambda *_: double)
        return double

    @pytest.fixture
    def deletion(self, conversation):
        conversation.adopt_thread("thread_1", proxy.server())
        keeping.delete(conversation)
        Deletion.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        return Deletion.objects.get()

    def carry(self, deletion):
        """What the sweep makes of a deletion."""
        crew.Crew()._carry(Deletion, deletion.pk)

    def test_only_what_is_due_is_looked_for(self, conversation):
        keeping.delete(conversation)
        assert not Deletion.objects.due().exists()

        Deletion.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert Deletion.objects.due().exists()

    def test_takes_the_thread_the_files_and_the_rows(self, deletion, client_double):
        conversation = Conversation.objects.get()
        kept = {"conversation": conversation, "name": "x", "content_type": "text/csv", "size": 1, "content": b"1"}
        given = {"message": conversation.messages.first(), "upstream_server": proxy.server()}
        Attachment.objects.create(upstream_id="given", **kept, **given)
        Attachment.objects.create(upstream_id="elsewhere", **kept, **given | {"upstream_server": "https://other"})
        Attachment.objects.create(upstream_id="made", **kept)

        self.carry(deletion)

        assert {call.args[0] for call in client_double.delete_file.call_args_list} == {"given", "made"}
        client_double.delete_thread.assert_called_once_with("thread_1")
        assert [model.objects.count() for model in (Conversation, Message, Run, Deletion)] == [0, 0, 0, 0]

    def test_is_found_by_the_sweep(self, deletion, client_double):
        background.start_sweeping()
        until = time.monotonic() + 20
        while Conversation.objects.exists() and time.monotonic() < until:
            time.sleep(0.02)

        assert not Deletion.objects.exists()

    def test_takes_branches_too(self, deletion, client_double):
        conversation = Conversation.objects.get()
        first = conversation.messages.first()
        branch = Branch.objects.create(conversation=conversation, before=first)
        said = Message.objects.create(conversation=conversation, branch=branch, role="user", text="Otherwise")
        child = Branch.objects.create(conversation=conversation, parent=branch, before=said)
        Message.objects.create(conversation=conversation, branch=child, role="user", text="Again")
        Conversation.objects.update(branch=child)

        self.carry(deletion)

        assert [model.objects.count() for model in (Conversation, Branch, Message)] == [0, 0, 0]

    def test_waits_for_a_server_that_is_away(self, deletion, client_double):
        client_double.delete_thread.side_effect = Unreachable("away")

        self.carry(deletion)

        deletion.refresh_from_db()
        assert deletion.due_at > timezone.now() + timedelta(minutes=5)
        assert Conversation.objects.get().deleted_at

    def test_waits_for_a_run_that_has_not_ended(self, deletion, client_double):
        Run.objects.update(status="cancelling", lease_until=timezone.now() + timedelta(seconds=5), worker="another")

        self.carry(deletion)

        assert Conversation.objects.exists()
        client_double.delete_thread.assert_not_called()

    def test_what_was_brought_back_meanwhile_stays(self, jane, deletion, client_double):
        client_double.delete_thread.side_effect = lambda _: keeping.restore(jane, deletion.conversation_id)

        self.carry(deletion)

        kept = Conversation.objects.get()
        assert (kept.deleted_at, kept.thread_id) == (None, "")

    def test_our_own_server_forgets_a_thread_and_does_not_mind_a_second_time(self):
        client = proxy.client()
        thread_id = client.create_thread([("user", "secret words")])

        client.delete_thread(thread_id)
        client.delete_thread(thread_id)
        client.delete_file("file-unknown")

        from assistants_api.models import Message as Said

        assert not Said.objects.exists()
