"""A conversation as it is read: turns of a question and the blocks that answer it."""

from dataclasses import dataclass
from operator import itemgetter

from django.db.models import Aggregate, F, IntegerField, JSONField, OuterRef, Subquery, UUIDField
from django.db.models.functions import JSONObject

from background.prepared import Prepared
from chat.models import Attachment, Branch, Feedback, FileLink, Message, Run, RunStep
from chat.versions import Version, Versions

PER_PAGE = 30
"""Turns of a conversation that are shown at once."""
FILE_FIELDS = ("id", "conversation_id", "width", "height", "description", "name", "size", "missing")
LINK_FIELDS = ("id", "target")
"""What is shown of Attachments and FileLinks."""


@dataclass(frozen=True)
class Turn:
    """A question, the finished blocks (RunSteps) of all its runs, and its newest run (None in imported records).

    `files`: the Attachments that came with the question, without their bytes. `version`: which one of several it is,
    or None.

    `newest`: nothing was asked after it, so it may be answered anew.
    """

    question: Message
    blocks: list
    run: Run | None
    newest: bool
    files: tuple = ()
    version: Version | None = None


@dataclass(frozen=True)
class TurnPage:
    """Turns that follow each other, oldest first. `earlier` is the message before which there are more, or None.

    `branch`: the branch that they are of, 0 for the trunk, or None in a conversation that has no branches.
    """

    turns: list
    earlier: int | None
    branch: int | None = None


def blocks_of(runs):
    """The blocks of runs, oldest first, with all that their templates need. One that was finished after its run was
    read is left for the next poll, which the run's own revision makes ask for it.

    `pictures` are the Attachments that a block shows, `links` its FileLinks, both without bytes. All in one query.
    """
    read = {run.pk: run.revision for run in runs}
    blocks = _with_files(RunStep.objects.filter(run__in=runs))
    return [_unpacked(block) for block in blocks if block.revision <= read[block.run_id]]


def new_blocks(run, since):
    """The blocks_of one run that were finished after the revision `since`."""
    blocks = NEW_BLOCKS.objects(run=run.pk, since=since)
    return [_unpacked(block) for block in blocks if block.revision <= run.revision]


def _with_files(steps):
    files = {name: F(f"attachment__{name}") for name in FILE_FIELDS}
    links = _listed(FileLink, "step", order=F("pk"), **{f"link_{name}": F(name) for name in LINK_FIELDS}, **files)
    steps = steps.select_related("message", "run__message")
    return steps.annotate(listed_pictures=_listed_files("step"), listed_links=links)


def _unpacked(block):
    block.pictures = [_attachment(row) for row in _in_order(block.listed_pictures)]
    block.links = [_link(row) for row in _in_order(block.listed_links)]
    return block


NEW_BLOCKS = Prepared(
    lambda run, since: _with_files(RunStep.objects.filter(run=run, revision__gt=since)),
    run=UUIDField(),
    since=IntegerField(),
)


class _JsonList(Aggregate):
    """The values of a group as one JSON list, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, function="JSONB_AGG")


def _listed_files(owner):
    """The Attachments of a step or message."""
    return _listed(Attachment, owner, order=F("created_at"), **{name: F(name) for name in FILE_FIELDS})


def _listed(model, owner, **fields):
    """The rows of a model that belong to a step or message, as a list of JSON objects; None where there are none."""
    rows = model.objects.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Subquery(rows.annotate(listed=_JsonList(JSONObject(**fields))).values("listed"))


def _in_order(rows):
    return sorted(rows or (), key=itemgetter("order"))


def _link(row):
    return FileLink(attachment=_attachment(row), **{name: row[f"link_{name}"] for name in LINK_FIELDS})


def _attachment(row):
    """The Attachment of a row, without its bytes."""
    return Attachment(**{name: Attachment._meta.get_field(name).to_python(row[name]) for name in FILE_FIELDS})


def new_turn(question, run, with_files, versions=None):
    """The Turn of a question that was asked just now. `versions`: those of its conversation, if it has any."""
    files = tuple(question.files.without_content()) if with_files else ()
    return Turn(question, [], run, newest=True, files=files, version=versions and versions.of(question))


def turns_of(conversation, before=None, branch=None):
    """The TurnPage that ends a conversation, or that ends before a message, in a number of queries that never grows.

    `branch`: the id of the branch to read, 0 for the trunk, None for the one that was asked on last. Raises
    Branch.DoesNotExist.
    """
    versions = Versions(conversation)
    branch_id = conversation.branch_id if branch is None else branch or None
    if branch_id not in versions:
        raise Branch.DoesNotExist
    questions = _questions(versions.messages(branch_id)).order_by("-pk")
    if before:
        questions = questions.filter(pk__lt=before)
    found = list(questions[: PER_PAGE + 1])
    shown = found[:PER_PAGE][::-1]
    earlier = shown[0].pk if len(found) > PER_PAGE else None
    newest = shown[-1] if shown and not before else None
    turns = [_turn(*parts, newest, versions) for parts in _answered(conversation, shown)]
    return TurnPage(turns, earlier, (branch_id or 0) if versions else None)


def every_turn(conversation):
    """All Turns of a conversation as they are shown, on the branch that was asked on last, oldest first, read PER_PAGE
    at a time as they are asked for.

    Whatever leaves the chat as a whole goes through here: exports, prints, shares.
    """
    versions = Versions(conversation)
    questions = _questions(versions.messages(conversation.branch_id)).order_by("pk")
    after = 0
    while found := list(questions.filter(pk__gt=after)[:PER_PAGE]):
        yield from (_turn(*parts, None, versions) for parts in _answered(conversation, found))
        after = found[-1].pk


def _questions(messages):
    """The questions among messages, with their files."""
    asked = messages.filter(role=Message.Role.USER)
    return asked.annotate(listed_files=_listed_files("message"))


def _answered(conversation, questions):
    """(question, the blocks of all its runs, the runs) of each, in order."""
    runs = {run.pk: run for run in Run.objects.filter(message__in=questions).select_related("judgement")}
    for run in runs.values():
        run.conversation, run.feedback = conversation, None
    told = Feedback.objects.filter(message__run__in=runs, person=conversation.owner_id).order_by("message")
    for feedback in told.annotate(run_id=F("message__run")):
        runs[feedback.run_id].feedback = feedback
    blocks = blocks_of(runs.values())
    for question in questions:
        mine = [run for run in runs.values() if run.message_id == question.pk]
        yield question, [block for block in blocks if runs[block.run_id] in mine], mine


def _turn(question, blocks, runs, newest, versions):
    files = tuple(_attachment(row) for row in _in_order(question.listed_files))
    run = runs[-1] if runs else None
    return Turn(question, blocks, run, question == newest, files, versions.of(question))
