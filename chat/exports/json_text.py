"""Conversations as one JSON document (docs/export.schema.json), piece by piece."""

import json

from django.utils import timezone

from chat.exports.entries import entries_of

FORMAT = {"format": "math-tutor-conversations", "version": 1}


def pieces(conversations, entries_of=entries_of):
    """The document in pieces, each as it is asked for. Its last member says that it is whole."""
    yield _opened(FORMAT | {"exported_at": timezone.now().isoformat()}, "conversations")
    for number, conversation in enumerate(conversations):
        yield ",\n" * (number > 0) + _opened(_head(conversation), "entries")
        for place, entry in enumerate(entries_of(conversation)):
            yield ",\n" * (place > 0) + json.dumps(entry, ensure_ascii=False)
        yield "]}"
    yield '], "complete": true}\n'


def _opened(members, name):
    """An object with these members, open in a list that is its next one."""
    return f'{json.dumps(members, ensure_ascii=False)[:-1]}, "{name}": [\n'


def _head(conversation):
    return {
        "id": str(conversation.pk),
        "title": conversation.title,
        "created_at": conversation.created_at.isoformat(),
        "updated_at": conversation.updated_at.isoformat(),
        "pinned": conversation.is_pinned,
        "archived": conversation.is_archived,
    }
