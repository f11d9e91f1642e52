"""A conversation as it is read: turns of a question and the blocks that answer it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from chat.models import Attachment, FileLink, Message, Run, RunStep


@dataclass(frozen=True)
class Turn:
    """A question, the finished blocks (RunSteps) of all its runs, and its newest run (None in imported records)."""

    question: Message
    blocks: list
    run: Run | None


def blocks_of(runs):
    """The finished blocks of runs, oldest first, with all that their templates need, in three queries."""
    pictures = Prefetch("attachments", queryset=Attachment.objects.without_content())
    files = Prefetch("file_links", queryset=FileLink.objects.with_files())
    return RunStep.objects.filter(run__in=runs).select_related("message", "run").prefetch_related(pictures, files)


def turns_of(conversation):
    """All turns of a conversation, oldest first, in a number of queries that does not grow with it."""
    questions = conversation.messages.filter(role=Message.Role.USER)
    runs = {run.pk: run for run in Run.objects.filter(conversation=conversation)}
    # A block that was finished after its run was read comes with the page's next poll.
    blocks = [block for block in blocks_of(runs.values()) if block.revision <= runs[block.run_id].revision]
    for run in runs.values():
        run.conversation = conversation
    return [
        Turn(
            question,
            [block for block in blocks if block.run.message_id == question.pk],
            next((run for run in reversed(runs.values()) if run.message_id == question.pk), None),
        )
        for question in questions
    ]
