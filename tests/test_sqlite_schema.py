"""A table that SQLite makes anew for a changed column keeps its triggers, and those of other tables."""

import pytest
from django.db import connection, models

from chat.models import Conversation, Message
from chat.search import messages_with, wanted
from tests.marks import answered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite alone")


def triggers():
    with connection.cursor() as cursor:
        return cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name").fetchall()


@pytest.mark.parametrize(("model", "name"), [(Message, "text"), (Conversation, "title")])
def test_search_goes_on_after_a_column_was_changed(jane, model, name):
    answered(jane, "Solve the riddle")
    before, field = triggers(), model._meta.get_field(name)
    other = models.TextField(null=True)
    other.set_attributes_from_name(name)
    other.model = model

    with connection.schema_editor() as editor:
        editor.alter_field(model, field, other)
    changed = triggers()
    answered(jane, "Another riddle")
    with connection.schema_editor() as editor:
        editor.alter_field(model, other, field)

    assert len(before) >= 4
    assert triggers() == changed == before
    found = messages_with(jane, wanted("riddle")).values_list("text", flat=True)
    assert list(found) == ["Another riddle", "Solve the riddle"]
