"""What an engine is given for a run: the thread, what the run has done already, its files and its limits."""

from assistants_api import files
from assistants_api.engines import CodeRan, FunctionCall, FunctionsCalled, ImageInput, RunInput, Said
from assistants_api.models import Assistant, File, Message
from assistants_api.sandbox import Sandbox, ThreadFile
from assistants_api.tokens import estimate

HISTORY, HISTORY_CHARACTERS = 200, 1_000_000
"""Messages of the thread that an engine sees at most, the newest, and how long they may be together."""
MOST_FILES = 20
"""Files in /mnt/data: the newest of those that assistant, thread and run name."""
MOST_IMAGES, IMAGE_BYTES = 10, 8 * 2**20
"""Pictures that a model is shown: the newest, and none that is larger."""
SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
STEM_BYTES, STEM_CHARACTERS, SUFFIX_BYTES = 200, 80, 12
"""What is kept of a file's name: file systems count bytes, the sandbox characters, and a number may follow."""
UNSEEN = "[A picture that cannot be shown.]"


class PromptTooLong(Exception):
    """Not even the newest message fits into the run's max_prompt_tokens."""


def run_input(run, model, stop):
    """The RunInput of a run for the model name `model`. PromptTooLong."""
    code = any(tool["type"] == "code_interpreter" for tool in run.tools)
    return RunInput(
        model=model,
        instructions=run.instructions or "",
        messages=_fitting(run, _history(run)),
        done=tuple(_done(run)),
        sandbox=Sandbox(run.thread_id, stop, _input_files(run) if code else (), run.thread.project),
        stop=stop,
        code_interpreter=code,
        functions=tuple(tool["function"] for tool in run.tools if tool["type"] == "function"),
        tool_choice=run.tool_choice or "auto",
        parallel_tool_calls=run.parallel_tool_calls,
        response_format=run.response_format or "auto",
        temperature=_unless_default(run.temperature),
        top_p=_unless_default(run.top_p),
        reasoning_effort=run.reasoning_effort,
        max_prompt_tokens=_left(run.max_prompt_tokens, run.prompt_tokens),
        max_completion_tokens=_left(run.max_completion_tokens, run.completion_tokens),
    )


def prompt_tokens(asked):
    """An estimate of the tokens that a RunInput holds."""
    return estimate(asked.instructions) + sum(estimate(said.text) for said in asked.messages)


def _unless_default(value):
    """Model servers have defaults of their own, and some refuse to be told the usual 1."""
    return None if value == 1.0 else value


def _left(limit, used):
    return None if limit is None else max(0, limit - used)


# The thread


def _history(run):
    """The newest messages from before the run, oldest first, as Said."""
    limit = min(run.truncation_strategy.get("last_messages") or HISTORY, HISTORY)
    before = Message.objects.filter(thread_id=run.thread_id).exclude(run_id=run.public_id)
    messages = _newest(before.order_by("-pk")[:limit])
    images = _images(messages, run.thread.project)
    names = _names(messages, run.thread.project)
    return [_said(message, images, names) for message in messages]


def _newest(rows):
    """The rows, newest first in the queryset, as a list with the newest last; they end before HISTORY_CHARACTERS."""
    found, characters = [], 0
    for row in rows.iterator(chunk_size=20):
        characters += sum(len(part["text"]["value"]) for part in row.content if part["type"] == "text")
        if found and characters > HISTORY_CHARACTERS:
            break
        found.append(row)
    return found[::-1]


def _said(message, images, names):
    """A message as an engine sees it. A picture that cannot be shown is a note in the text."""
    texts, shown = [], []
    for part in message.content:
        if part["type"] == "text":
            texts.append(part["text"]["value"])
        elif image := _image(part, images, names):
            shown.append(image)
        elif message.role == "user":
            texts.append(UNSEEN)
    if message.role != "user":
        return Said(message.role, "\n".join(texts))
    return Said(message.role, "\n".join(texts), tuple(shown), tuple(_named(message, names)))


def _named(message, names):
    """The name of each file that came with a message; "" for one that is gone."""
    return [names.get(attachment["file_id"], "") for attachment in message.attachments]


def _image(part, images, names):
    if part["type"] == "image_url":
        return ImageInput(url=part["image_url"]["url"], detail=part["image_url"].get("detail") or "auto")
    file_id, detail = part["image_file"]["file_id"], part["image_file"].get("detail") or "auto"
    data, content_type = images.get(file_id, (b"", ""))
    return ImageInput(data, content_type, detail=detail, name=names.get(file_id, "")) if data else None


def _names(messages, project):
    """{file id: name} of the pictures and files that people put into these messages."""
    said = [message for message in messages if message.role == "user"]
    wanted = [part["image_file"]["file_id"] for each in said for part in each.content if part["type"] == "image_file"]
    wanted += [attachment["file_id"] for message in said for attachment in message.attachments]
    rows = File.objects.visible_to(project).filter(public_id__in=wanted) if wanted else File.objects.none()
    return dict(rows.values_list("public_id", "filename"))


def _images(messages, project):
    """{file id: (bytes, content type)} of the newest pictures that people put into these messages."""
    parts = [part for message in messages if message.role == "user" for part in message.content]
    wanted = [part["image_file"]["file_id"] for part in parts if part["type"] == "image_file"][-MOST_IMAGES:]
    if not wanted:
        return {}
    rows = File.objects.visible_to(project).filter(public_id__in=wanted, size__lte=IMAGE_BYTES)
    loaded = {row.public_id: _bytes(row) for row in rows}
    return {file_id: (data, kind) for file_id, data in loaded.items() if (kind := _content_type(data))}


def _bytes(file):
    """The bytes of a file; none of one that was deleted a moment ago."""
    try:
        return files.read(file)
    except File.DoesNotExist:
        return b""


def _content_type(data):
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in SIGNATURES.items() if data.startswith(signature)), None)


def _fitting(run, messages):
    """The newest of the messages that fit into max_prompt_tokens with the instructions."""
    if run.max_prompt_tokens is None:
        return tuple(messages)
    left = _left(run.max_prompt_tokens, run.prompt_tokens) - estimate(run.instructions or "")
    kept = []
    for said in reversed(messages):
        left -= estimate(said.text)
        if left < 0:
            break
        kept.append(said)
    if messages and not kept:
        raise PromptTooLong
    return tuple(reversed(kept))


# What the run has done before it had to wait


def _done(run):
    texts = {message.public_id: message for message in run.messages.all()}
    for step in run.steps.order_by("pk"):
        if step.type == "message_creation":
            if step.message_id in texts:
                yield _said(texts[step.message_id], {}, {})
        elif step.tool_calls[0]["type"] == "function":
            yield _called(step.tool_calls)
        else:
            code = step.tool_calls[0]["code_interpreter"]
            yield CodeRan(code["input"], "".join(output.get("logs", "") for output in code["outputs"]))


def _called(tool_calls):
    functions = [call["function"] for call in tool_calls]
    calls = [FunctionCall(call["id"], call["function"]["name"], call["function"]["arguments"]) for call in tool_calls]
    return FunctionsCalled(tuple(calls), tuple(function["output"] or "" for function in functions))


# Files


def _input_files(run):
    """The files for /mnt/data under names of their own; of two of one name the second gets a number."""
    assistant = Assistant.objects.visible_to(run.thread.project).filter(public_id=run.assistant_id).first()
    named = [holder.tool_resources for holder in (assistant, run.thread, run) if holder]
    wanted = [file_id for resources in named for file_id in resources.get("code_interpreter", {}).get("file_ids", ())]
    rows = File.objects.visible_to(run.thread.project).filter(public_id__in=wanted).order_by("-pk")[:MOST_FILES]
    taken, found = set(), []
    for row in reversed(rows):
        name = _own_name(_plain(row.filename), taken)
        taken.add(name)
        found.append(ThreadFile(name, row.size, lambda row=row: _bytes(row), row.public_id))
    return found


def _plain(name):
    """A file name as the sandbox takes it."""
    kept = "".join(char if char.isalnum() or char in "_ .()+=,@-" else "_" for char in name).lstrip(" .()+=,@-")
    stem, dot, suffix = kept.rpartition(".") if "." in kept else (kept, "", "")
    short = stem.encode()[:STEM_BYTES].decode("utf-8", "ignore")[:STEM_CHARACTERS] or "file"
    return f"{short}{dot}{suffix.encode()[:SUFFIX_BYTES].decode('utf-8', 'ignore')}"


def _own_name(name, taken):
    stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{stem}-{number}{dot}{suffix}"
    return made
