"""The entries of a conversation, as docs/export.md describes them: what was asked, run, said and checked, in order."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.urls import reverse

from chat.models import Attachment, FileLink, Judgement, Run, RunStep
from chat.turns import every_turn

SHOWN_VERDICTS = {Judgement.Verdict.VERIFIED, Judgement.Verdict.CONTRADICTED}


def entries_of(conversation):
    """All entries of a conversation, oldest first, as they are asked for."""
    for turn in every_turn(conversation):
        yield from turn_entries(turn)


def turn_entries(turn):
    """The entries of one Turn, made of what JSON has."""
    yield {"kind": "question", "text": turn.question.text, "at": turn.question.created_at.isoformat()}
    yield from (_block_entry(block) for block in turn.blocks)
    if turn.run and turn.run.is_judged and turn.run.judgement.verdict in SHOWN_VERDICTS:
        judgement = turn.run.judgement
        yield {"kind": "check", "verdict": judgement.verdict, "text": judgement.words, "result": judgement.result}
    if turn.run and turn.run.status != Run.Status.COMPLETED:
        yield {"kind": "end", "status": turn.run.status, "text": turn.run.get_status_display()}


def _block_entry(block):
    at = block.created_at.isoformat()
    if block.type == RunStep.Type.TOOL_CALLS:
        return {"kind": "code", "code": block.code, "output": block.logs, "at": at}
    pictures = [_picture(attachment) for attachment in block.pictures]
    files = [_file(link) for link in block.links]
    text = block.message.text if block.message else ""
    return {"kind": "answer", "text": text, "at": at, "pictures": pictures, "files": files}


def _picture(attachment):
    size = {"width": attachment.width, "height": attachment.height}
    return {"id": str(attachment.pk), "description": attachment.description, **size, "address": _address(attachment)}


def _file(link):
    attachment = link.attachment
    told = {"id": str(attachment.pk), "name": attachment.name, "size": attachment.size, "target": link.target}
    return told | {"missing": attachment.missing, "address": "" if attachment.missing else _address(attachment)}


def _address(attachment):
    return settings.TUTOR_URL + reverse("attachment-detail", args=[attachment.conversation_id, attachment.pk])


@dataclass(frozen=True)
class Shown:
    """An entry for templates: its own values in `entry`; of an answer, `message`, `pictures` and `links` as those of a
    block (see chat/turns.py). Their addresses are made with `place` where the conversation's id is otherwise."""

    entry: dict
    message: SimpleNamespace
    pictures: list
    links: list


def shown(entry, place):
    """The Shown of an entry."""
    pictures = [
        Attachment(conversation_id=place, **_only(picture, "id", "description", "width", "height"))
        for picture in entry.get("pictures", ())
    ]
    links = [FileLink(target=file["target"], attachment=_kept(file, place)) for file in entry.get("files", ())]
    return Shown(entry, SimpleNamespace(text=entry.get("text", "")), pictures, links)


def _kept(file, place):
    return Attachment(conversation_id=place, **_only(file, "id", "name", "size", "missing"))


def _only(values, *names):
    return {name: values[name] for name in names}
