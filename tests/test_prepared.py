"""Prepared statements do what the querysets do that they were made of."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Length
from django.utils import timezone

from accounts.models import User
from background.prepared import Prepared, PreparedInsert
from chat.models import Conversation, Message, Tutor

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BY_OWNER = Prepared(
    lambda owner: Conversation.objects.filter(owner=owner).order_by("title").values_list("pk", "title", "created_at"),
    owner=models.BigIntegerField(),
)
RENAME = Prepared(
    lambda pk, title, moment: (Conversation.objects.filter(pk=pk), {"title": title, "updated_at": moment}),
    pk=models.UUIDField(),
    title=models.CharField(),
    moment=models.DateTimeField(),
)


@pytest.fixture
def make(jane):
    return lambda title: Conversation.objects.create(owner=jane, tutor=Tutor.default(), title=title)


def test_rows_have_the_values_that_a_queryset_gives(jane, make):
    made = [make("a"), make("b")]

    assert BY_OWNER.rows(owner=jane.pk) == [(each.pk, each.title, each.created_at) for each in made]
    assert BY_OWNER.row(owner=jane.pk)[0] == made[0].pk
    assert isinstance(BY_OWNER.row(owner=jane.pk)[0], uuid.UUID)
    assert BY_OWNER.row(owner=jane.pk + 1) is None


def test_a_change_is_made_where_it_should_be_and_counted(make):
    one, other, moment = make("one"), make("other"), datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)

    assert RENAME.change(pk=one.pk, title='It\'s "new"; 100%s', moment=moment) == 1
    assert RENAME.change(pk=uuid.uuid4(), title="none", moment=moment) == 0

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.title, one.updated_at, other.title) == ('It\'s "new"; 100%s', moment, "other")


def test_expressions_are_worked_out_by_the_database(make):
    conversation = make("x")
    swap = Prepared(lambda pk: (Conversation.objects.filter(pk=pk), {"thread_id": F("title")}), pk=models.UUIDField())

    swap.change(pk=conversation.pk)

    conversation.refresh_from_db()
    assert conversation.thread_id == "x"


def test_a_mark_that_a_lookup_changes_is_refused():
    contains = Prepared(
        lambda text: User.objects.filter(username__contains=text).values_list("pk"), text=models.CharField()
    )

    with pytest.raises(ValueError, match="text"):
        contains.rows(text="x")


def test_a_time_that_would_stand_still_is_refused():
    late = Prepared(lambda: User.objects.filter(date_joined__lt=timezone.now()).values_list("pk"))

    with pytest.raises(ValueError, match="differs each time"):
        late.rows()


def test_a_failed_change_spoils_its_transaction(jane):
    take_name = Prepared(
        lambda pk, name: (User.objects.filter(pk=pk), {"username": name}),
        pk=models.BigIntegerField(),
        name=models.CharField(),
    )
    other = User.objects.create(username="other")

    with transaction.atomic():
        with pytest.raises(DatabaseError):
            take_name.change(pk=other.pk, name=jane.username)
        assert transaction.get_rollback()
        transaction.set_rollback(True)


def test_objects_are_those_of_the_queryset_with_what_it_selects(jane, make, django_assert_num_queries):
    both = [make("a"), make("b")]
    titled = Prepared(
        lambda owner: (
            Conversation.objects.filter(owner=owner)
            .select_related("tutor", "branch")
            .annotate(length=Length("title"))
            .order_by("title")
        ),
        owner=models.BigIntegerField(),
    )

    assert titled.objects(owner=jane.pk) == both
    with django_assert_num_queries(1):
        found = titled.object(owner=jane.pk)
        assert (found.title, found.tutor.name, found.branch, found.length) == ("a", both[0].tutor.name, None, 1)
    assert titled.object(owner=jane.pk + 1) is None

    found.title = "changed"
    found.save()
    assert Conversation.objects.get(pk=found.pk).title == "changed"


def test_numbers_may_be_compared(make):
    later = Prepared(
        lambda after: User.objects.filter(pk__gt=after).order_by("pk").values_list("pk"), after=models.BigIntegerField()
    )
    owner = make("x").owner_id

    assert (owner,) in later.rows(after=owner - 1)
    assert (owner,) not in later.rows(after=owner)


def test_what_is_added_is_what_was_given(jane, make):
    conversation, add = make("x"), PreparedInsert(Message)
    words = ['It\'s "new"; 100%s', "π \ue000 \n", ""]

    made = [add(Message(conversation=conversation, role="user", text=text, client_key=uuid.uuid4())) for text in words]

    assert len({message.pk for message in made}) == 3
    assert not any(message._state.adding for message in made)
    fields = [field.attname for field in Message._meta.concrete_fields]
    for message in made:
        kept = Message.objects.get(pk=message.pk)
        assert [getattr(kept, name) for name in fields] == [getattr(message, name) for name in fields]
    made[0].text = "later"
    made[0].save()
    assert Message.objects.filter(text="later").count() == 1


def test_a_key_that_is_there_already_is_refused_and_the_rest_goes_on(jane, make):
    conversation, add = make("x"), PreparedInsert(Conversation)

    with pytest.raises(IntegrityError), transaction.atomic():
        add(Conversation(pk=conversation.pk, owner=jane, tutor=conversation.tutor))
    add(Conversation(owner=jane, tutor=conversation.tutor, title="other"))

    assert set(Conversation.objects.values_list("title", flat=True)) == {"x", "other"}


def test_one_that_may_be_there_already_is_added_once(db):
    add = PreparedInsert(User, unless_there=True)

    first, second, other = add(User(username="a")), add(User(username="a")), add(User(username="b"))

    assert second is None
    assert [each.pk for each in (first, other)] == list(User.objects.order_by("username").values_list("pk", flat=True))


def test_a_value_that_the_database_would_work_out_is_refused(jane, make):
    add = PreparedInsert(Conversation)

    with pytest.raises(ValueError, match="expression"):
        add(Conversation(owner=jane, tutor=make("x").tutor, title=Length("thread_id")))
