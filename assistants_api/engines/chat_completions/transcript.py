"""The messages of a request to /chat/completions: what the model is told, and what was said and done so far."""

import json
from dataclasses import replace

from assistants_api.engines import CodeRan, FunctionsCalled, Said
from assistants_api.engines.chat_completions.tool_calls import short_id
from assistants_api.engines.pictures import UNSEEN, address
from assistants_api.engines.python_tool import files_note, told
from assistants_api.tokens import CHARACTERS

IMAGE_TOKENS = {"low": 85}
OTHER_IMAGE_TOKENS = 765
"""Estimated tokens of a picture, by its `detail`."""
MOST_IMAGES, IMAGE_BYTES = 20, 20 * 2**20
"""Pictures of one request, and bytes of all of them; the newest are kept."""
LEFT_OUT = "[A picture that is left out.]"


class Transcript:
    """What a run's model is told: instructions, the thread before the run (`history`, which may be shortened), and
    since then what was said, called and answered in it (`since`, in the API's form)."""

    def __init__(self, run, python):
        self._run, self._python = run, python
        self.history = _merged(run.messages)
        self.since, self.call_ids, self.shows_images = [], set(), True
        for done in run.done:
            self._add_done(done)

    def messages(self):
        """The messages in the API's form."""
        system = "\n\n".join(part for part in (self._run.instructions, self._files()) if part)
        first = [{"role": "system", "content": system}] if system else []
        return first + _rendered(self.history, self.shows_images) + self.since

    def add_reply(self, text, calls):
        """A reply of the model: its text and its Calls, with ids and with arguments that are JSON, whatever it sent."""
        made = [_called(call.id, call.name, call.arguments) for call in calls]
        self._add_calls(made, text)

    def add_result(self, call_id, result):
        """What came of a call, in words for the model."""
        self.since.append({"role": "tool", "tool_call_id": call_id, "content": result})

    def tokens(self, tools):
        """An estimate of the tokens of a request with these tools: a quarter of the characters, and the pictures."""
        pictures = sum(_image_tokens(image) for said in self.history for image in said.images if self.shows_images)
        messages = _rendered(self.history, False) + self.since
        size = sum(_size(message) for message in messages) + len(self._run.instructions) + len(self._files())
        size += len(json.dumps(tools, ensure_ascii=False)) if tools else 0
        return -(-size // CHARACTERS) + pictures

    def shorten(self, kept):
        """Keep the newest `kept` questions with their answers; False when nothing was left out."""
        asked = [number for number, said in enumerate(self.history) if said.role == "user"]
        start = next((number for number in asked[-kept:] if number), 0)
        self.history = self.history[start:]
        return start > 0

    def _files(self):
        files = self._run.sandbox.files if self._python else ()
        return files_note(files) if files else ""

    def _add_done(self, done):
        if isinstance(done, Said):
            self._add_text(done.text)
        elif isinstance(done, CodeRan):
            call_id = short_id(self.call_ids)
            self._add_calls([_called(call_id, self._python or "python", json.dumps({"code": done.code}))])
            self.add_result(call_id, told(done.logs))
        elif isinstance(done, FunctionsCalled):
            self._add_calls([_called(call.id, call.name, call.arguments) for call in done.calls])
            for call, output in zip(done.calls, done.outputs, strict=True):
                self.add_result(call.id, output)

    def _add_text(self, text):
        if text and self.since and self.since[-1]["role"] == "assistant" and "tool_calls" not in self.since[-1]:
            self.since[-1]["content"] += f"\n\n{text}"
        elif text:
            self.since.append({"role": "assistant", "content": text})

    def _add_calls(self, calls, text=""):
        """Calls, as part of the message that was said before them, if there is one."""
        self._add_text(text)
        said = self.since[-1] if self.since else {}
        if said.get("role") != "assistant" or "tool_calls" in said:
            said = {"role": "assistant", "content": ""}
            self.since.append(said)
        said["tool_calls"] = calls
        self.call_ids.update(call["id"] for call in calls)


def _called(call_id, name, arguments):
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}


def _merged(messages):
    """The thread with the messages of one speaker in a row as one, as many templates demand; so do they a beginning
    with the user, unless nobody but the assistant has spoken. Only the user shows pictures."""
    merged = []
    for said in messages:
        images = said.images if said.role == "user" else ()
        if not said.text.strip() and not images:
            continue
        if merged and merged[-1].role == said.role:
            text = "\n\n".join(text for text in (merged[-1].text, said.text) if text.strip())
            merged[-1] = replace(merged[-1], text=text, images=merged[-1].images + images)
        else:
            merged.append(replace(said, images=images))
    first = next((number for number, said in enumerate(merged) if said.role == "user"), 0)
    return merged[first:]


def _rendered(history, with_images):
    """The thread in the API's form; of the pictures the newest, as far as the limits go."""
    count, room, rendered = MOST_IMAGES, IMAGE_BYTES, []
    for said in reversed(history):
        parts, notes = [], []
        for image in reversed(said.images):
            count, room = count - 1, room - len(image.data) - len(image.url)
            if with_images and count >= 0 and room >= 0 and (found := address(image)):
                detail = {} if image.detail == "auto" else {"detail": image.detail}
                parts.insert(0, {"type": "image_url", "image_url": {"url": found, **detail}})
            else:
                notes.append(LEFT_OUT if with_images else UNSEEN)
        text = "\n\n".join(part for part in (said.text, *notes) if part.strip())
        if parts:
            parts = ([{"type": "text", "text": text}] if text else []) + parts
        rendered.insert(0, {"role": said.role, "content": parts or text})
    return rendered


def _image_tokens(image):
    return IMAGE_TOKENS.get(image.detail, OTHER_IMAGE_TOKENS)


def _size(message):
    """Characters of a message in the API's form, pictures aside."""
    calls = json.dumps(message["tool_calls"], ensure_ascii=False) if "tool_calls" in message else ""
    return len(message["content"]) + len(calls)
