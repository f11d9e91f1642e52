"""The official Python SDK on a server of ours, and a handler that keeps what the SDK makes of a stream."""

import contextlib

import openai
import pytest

DEPRECATED = pytest.mark.filterwarnings("ignore:(The Assistants API is )?deprecated:DeprecationWarning")
"""For modules that use the SDK: its Assistants methods warn of the end of the service that they were made for."""
POLL = 20
"""Milliseconds between two looks of the SDK's polling methods."""


@contextlib.contextmanager
def sdk(url, key):
    """The SDK's client; it never asks twice, so that each refusal is seen."""
    with openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0, timeout=30) as client:
        yield client


class Recorder(openai.AssistantEventHandler):
    """Keeps the events, and the words, calls, pictures and messages that the SDK puts together from them."""

    def __init__(self):
        super().__init__()
        self.events, self.heard = [], []
        self.words, self.inputs, self.logs = "", "", ""
        self.pictures, self.messages, self.steps = [], [], []

    @property
    def names(self):
        """The names of the events, repeated ones once."""
        named = [event.event for event in self.events]
        return [name for name, before in zip(named, [None, *named], strict=False) if name != before]

    def on_event(self, event):
        self.events.append(event)

    def on_text_created(self, text):
        self.heard.append("text created")

    def on_text_delta(self, delta, snapshot):
        self.words += delta.value or ""

    def on_text_done(self, text):
        self.heard.append("text done")

    def on_image_file_done(self, image_file):
        self.pictures.append(image_file.file_id)

    def on_tool_call_created(self, tool_call):
        self.heard.append(f"{tool_call.type} created")

    def on_tool_call_delta(self, delta, snapshot):
        if delta.type == "function":
            self.inputs += delta.function.arguments or ""
        elif delta.type == "code_interpreter":
            self.inputs += delta.code_interpreter.input or ""
            for output in delta.code_interpreter.outputs or []:
                self.logs += output.logs or "" if output.type == "logs" else ""

    def on_tool_call_done(self, tool_call):
        self.heard.append(f"{tool_call.type} done")

    def on_message_done(self, message):
        self.messages.append(message)

    def on_run_step_done(self, run_step):
        self.steps.append(run_step)

    def on_end(self):
        self.heard.append("end")
