"""The entries of a conversation, as docs/export.md describes them: what was asked, run, said and checked, in order."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.urls import reverse

from chat.models import Attachment, FileLink, Judgement, Run, RunStep
from chat.turns import every_turn

ATTACHMENT_FIELDS = ("id", "name", "description", "size", "missing", "width", "height")
SHOWN_VERDICTS = {Judgement.Verdict.VERIFIED, Judgement.Verdict.CONTRADICTED}


def entries_of(conversation):
    """All entries of a conversation, oldest first, as they are asked for."""
    for turn in every_turn(conversation):
        yield from turn_entries(turn)


def turn_entries(turn):
    """The entries of one Turn, made of what JSON has."""
    question, given = turn.question, [_given(attachment) for attachment in turn.files]
    yield {"kind": "question", "text": question.text, "at": question.created_at.isoformat(), "files": given}
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


def _given(attachment):
    """What a student attached; a picture has a width and a height."""
    told = {name: getattr(attachment, name) for name in ("name", "size", "width", "height")}
    return {"id": str(attachment.pk), **told, "address": _address(attachment)}


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
    """An entry for templates: its own values in `entry`; of a question its files, `given`; of an answer, `message`,
    `pictures` and `links` as those of a block (see chat/turns.py)."""

    entry: dict
    message: SimpleNamespace
    given: list
    pictures: list
    links: list


def shown(entry, place):
    """The Shown of an entry. Addresses are made with `place` where the conversation's id is otherwise."""
    files = entry.get("files", ())
    given = [_placed(file, place) for file in files if entry["kind"] == "question"]
    pictures = [_placed(picture, place) for picture in entry.get("pictures", ())]
    links = [FileLink(target=file["target"], attachment=_placed(file, place)) for file in files if "target" in file]
    return Shown(entry, SimpleNamespace(text=entry.get("text", "")), given, pictures, links)


def _placed(told, place):
    """The Attachment of what is told of a picture or file."""
    known = {name: told[name] for name in ATTACHMENT_FIELDS if name in told}
    return Attachment(conversation_id=place, **known)
