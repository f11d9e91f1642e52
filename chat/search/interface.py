"""What an index of messages can do, whatever database keeps it."""

from abc import ABC, abstractmethod

from django.db.models import Q

from chat.search.words import is_unspaced


class MessageIndex(ABC):
    """Finds messages by words that are normalized as chat/search/words.py has them."""

    def search(self, messages, person, words):
        """Those of a person's messages that have all of these words.

        Scripts without spaces have no words that an index would know: there the text itself is looked through, which is
        the person's own and no more.
        """
        whole = [word for word in words if is_unspaced(word)]
        indexed = [word for word in words if word not in whole]
        if indexed:
            messages = messages.filter(self.having(person, indexed))
        for word in whole:
            messages = messages.filter(Q(text__icontains=word))
        return messages

    @abstractmethod
    def having(self, person, words):
        """The condition that a message of a person has all of these words or begins of words."""
