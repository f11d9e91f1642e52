"""One reply of a model, while it arrives and when it has ended: the text that is shown, and the calls."""

from assistants_api.engines import Text
from assistants_api.engines.chat_completions.visible_text import VisibleText
from assistants_api.engines.chat_completions.wire import Completion
from assistants_api.tokens import estimate


class Reply:
    """One reply of the model: `pieces` of its text that were shown, its `calls` once it has ended.

    `whole`: the server said that it was whole. `cut`: it reached a limit of length.
    """

    def __init__(self, thinks_first, bare_calls):
        self.completion, self.visible = Completion(), VisibleText(bare_calls, thinks_first)
        self.pieces, self.calls, self.whole = [], (), False

    @property
    def text(self):
        return "".join(self.pieces)

    @property
    def full(self):
        return self.visible.full

    @property
    def cut(self):
        return self.full or self.completion.finish_reason == "length"

    @property
    def thought_first(self):
        return self.visible.thought_first

    @property
    def completion_tokens(self):
        """An estimate of its tokens."""
        return estimate(self.text) + sum(estimate(str(call.source)) for call in self.completion.calls)

    def add(self, chunk):
        """Take in a chunk; the Text that is shown of it."""
        yield from self._show(self.visible.feed(self.completion.add(chunk)))

    def end(self, tools, taken):
        """Take in that there are no more chunks: read the calls, those that were written as text if none is listed."""
        yield from self._show(self.visible.end())
        found = [(call.id, call.name, call.source) for call in self.completion.calls]
        bare = tools.read_bare(self.visible.bare) if self.visible.bare and not found else None
        if self.visible.bare and not bare:
            yield from self._show(self.visible.let_go())
        found = found or ([bare] if bare else [tools.read_written(source) for source in self.visible.written])
        self.calls = tuple(tools.read(found, taken))

    def _show(self, text):
        if text:
            self.pieces.append(text)
            yield Text(text)
