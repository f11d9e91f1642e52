"""The body of a request to /chat/completions: what a run asks for, less what the server has refused."""

from assistants_api.engines.python_tool import DESCRIPTION, PARAMETERS, files_note


class Request:
    """What a run's requests have in common, and what is left of the run's limits.

    `tools`: the tools in the API's form. `prompt_left`, `completion_left`: tokens, None without a limit.
    """

    def __init__(self, run, tools):
        self._run, self._python = run, tools.python
        self.tools = [] if run.tool_choice == "none" else [*_python(tools.python), *map(_function, run.functions)]
        self._first, self._left_out = not run.done, set()
        self.prompt_left, self.completion_left = run.max_prompt_tokens, run.max_completion_tokens

    @property
    def expects_bare_calls(self):
        """Whether a reply that begins like the JSON of a call may be one."""
        return bool(self.tools) and not self._format()

    def drop_tools(self):
        self.tools = []

    def leave_out(self, field):
        """Do without a field that the server has refused."""
        self._left_out.add(field)

    def leave_out_limit(self):
        """Do without a limit of the answer, which may be what overflows the context; False when there is none."""
        limited = self.completion_left is not None and "limit" not in self._left_out
        self._left_out.add("limit")
        return limited

    def allows(self, tokens):
        """Whether so many tokens of a prompt are within what is left."""
        return self.prompt_left is None or tokens <= self.prompt_left

    def spend(self, usage, prompt_tokens, completion_tokens):
        """Take what a request has used from what is left: as the server counted, else as estimated."""
        self._first = False
        if usage:
            prompt_tokens, completion_tokens = usage.prompt_tokens, usage.completion_tokens
        if self.prompt_left is not None:
            self.prompt_left = max(0, self.prompt_left - prompt_tokens)
        if self.completion_left is not None:
            self.completion_left = max(0, self.completion_left - completion_tokens)

    def body(self, messages):
        """The body with these messages."""
        fields = {"model": self._run.model, "messages": messages, "stream": True}
        fields |= {"stream_options": {"include_usage": True}, **self._limit()}
        fields |= {name: getattr(self._run, name) for name in ("temperature", "top_p", "reasoning_effort")}
        fields |= {"response_format": self._format(), **self._tool_fields()}
        return self._without_refused({name: value for name, value in fields.items() if value is not None})

    def _format(self):
        wanted = self._run.response_format
        return None if wanted == "auto" or wanted == {"type": "text"} else wanted

    def _limit(self):
        if "limit" in self._left_out:
            return {}
        newer = "max_tokens" in self._left_out
        return {"max_completion_tokens" if newer else "max_tokens": self.completion_left}

    def _tool_fields(self):
        if not self.tools:
            return {}
        parallel = None if self._run.parallel_tool_calls else False
        return {"tools": self.tools, "parallel_tool_calls": parallel, "tool_choice": self._choice()}

    def _choice(self):
        """What the first request of the run is to call; after it the model chooses, or it would never end."""
        wanted = self._run.tool_choice
        if not self._first or wanted == "auto":
            return None
        if wanted == {"type": "code_interpreter"}:
            return {"type": "function", "function": {"name": self._python}} if self._python else None
        return wanted

    def _without_refused(self, body):
        if "stream" in self._left_out:
            body.pop("stream_options", None)
        return {name: value for name, value in body.items() if name not in self._left_out}


def _python(name):
    """Our own tool in the API's form; [] when it has no name."""
    described = {"name": name, "description": f"{DESCRIPTION} {files_note(())}", "parameters": PARAMETERS}
    return [{"type": "function", "function": described}] if name else []


def _function(function):
    """A function of the caller in the API's form: with parameters, which some templates miss, and without what it
    leaves open."""
    given = {name: value for name, value in function.items() if value not in (None, False)}
    return {"type": "function", "function": {"parameters": {"type": "object", "properties": {}}} | given}
