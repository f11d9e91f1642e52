"""Which messages are read on which branch, and which versions of a question there are."""

from dataclasses import dataclass

from django.db.models import Min, Q

from chat.branches import Branch

MOST_NESTED = 50
"""Edits within edits: each is one more condition in the query that reads a branch."""


class TooNested(Exception):
    """The question stands on a branch of a branch of a branch: MOST_NESTED of them."""


@dataclass(frozen=True)
class Place:
    """Where a version of a question is to be read: the branch (0: the trunk), and the id of the question there."""

    branch: int
    question: int


@dataclass(frozen=True)
class Version:
    """A question that was asked in several versions: which of them this is, and the Places of its neighbors or None."""

    number: int
    total: int
    earlier: Place | None
    later: Place | None


class Versions:
    """The branches of one conversation, all read at once. The trunk is None, as in Message.branch."""

    def __init__(self, conversation):
        self.conversation = conversation
        rows = conversation.branches.order_by("pk").annotate(first=Min("messages__pk"))
        self._branches = {branch.pk: branch for branch in rows}
        self._replacing = {}
        for branch in self._branches.values():
            self._replacing.setdefault(branch.before_id, []).append(branch)

    def __bool__(self):
        return bool(self._branches)

    def __contains__(self, branch_id):
        return branch_id is None or branch_id in self._branches

    def messages(self, branch_id):
        """The messages that are read on a branch."""
        mine = Q(branch=branch_id)
        for branch in self._upward(branch_id):
            mine |= Q(branch=branch.parent_id, pk__lt=branch.before_id)
        return self.conversation.messages.filter(mine)

    def of(self, question):
        """The Version that a question is, or None when there is no other."""
        replaced, places = self._places(question)
        if len(places) < 2:
            return None
        index = next(n for n, place in enumerate(places) if place.question == question.pk)
        neighbors = [None, *places, None][index : index + 3]
        return Version(index + 1, len(places), neighbors[0], neighbors[2])

    def texts(self, question):
        """What a question says in each of its versions."""
        _, places = self._places(question)
        found = self.conversation.messages.filter(pk__in=[place.question for place in places])
        return found.values_list("text", flat=True)

    def begin(self, question):
        """A new Branch for one more version of a question. Raises TooNested."""
        replaced, _ = self._places(question)
        parent = self._parent(question)
        if len(self._upward(parent)) >= MOST_NESTED:
            raise TooNested
        return Branch.objects.create(conversation=self.conversation, parent_id=parent, before_id=replaced)

    def _upward(self, branch_id):
        """A branch, its parent and so on, up to the trunk."""
        found = []
        while branch_id is not None:
            found.append(self._branches[branch_id])
            branch_id = found[-1].parent_id
        return found

    def _begins(self, question):
        """The branch that begins with a question, or None. To edit that question once more is no branch of it."""
        branch = self._branches.get(question.branch_id)
        return branch if branch and branch.first == question.pk else None

    def _parent(self, question):
        branch = self._begins(question)
        return branch.parent_id if branch else question.branch_id

    def _places(self, question):
        """(the id of the first version of a question, the Places of all its versions)."""
        branch = self._begins(question)
        first = branch.before_id if branch else question.pk
        later = [Place(each.pk, each.first) for each in self._replacing.get(first, ())]
        return first, [Place(self._parent(question) or 0, first), *later]


def messages_beside(message):
    """The messages that are read on the branch of one; on the trunk, which is all that most conversations have, at no
    cost."""
    if message.branch_id is None:
        return type(message).objects.filter(conversation=message.conversation_id, branch=None)
    return Versions(message.conversation).messages(message.branch_id)
