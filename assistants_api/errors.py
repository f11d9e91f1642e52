"""The errors of the API: their texts, codes and envelope."""

import secrets

from django.http import JsonResponse

from background import outages

INVALID_REQUEST = "invalid_request_error"
SERVER_ERROR = "The server had an error while processing your request. Sorry about that!"
SHOWN = 200
"""Characters of a caller's own value that an error repeats."""


class ApiError(Exception):
    """A refusal that the caller reads: HTTP status, sentence, the parameter it is about, and a code for programs.

    `retry_after`: seconds after which the same request may succeed.
    """

    def __init__(self, status, message, param=None, code=None, kind=INVALID_REQUEST, retry_after=None):
        super().__init__(message)
        self.retry_after = retry_after
        self.status, self.message, self.param, self.code, self.kind = status, message, param, code, kind

    def response(self):
        """The error in its envelope."""
        error = {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else None
        return JsonResponse({"error": error}, status=self.status, headers=headers)


def bad_request(message, param=None, code=None):
    return ApiError(400, message, param, code)


def invalid_value(message, param):
    return bad_request(message, param, "invalid_value")


def unsupported_value(value, supported, param):
    """A word that is none of the few that may stand there."""
    words = [f"'{word}'" for word in supported]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])}{',' * (len(words) > 2)} and {words[-1]}"
    return invalid_value(f"Invalid value: '{shorten(value)}'. Supported values are: {listed}.", param)


def no_integer(value, param):
    message = f"Invalid type for '{param}': expected an integer, but got '{shorten(value)}' instead."
    return bad_request(message, param, "invalid_type")


def out_of_range(value, low, high, param):
    """An integer outside of `low` to `high`."""
    below = value < low
    return bad_request(
        f"Invalid '{param}': integer {'below minimum' if below else 'above maximum'} value."
        f" Expected a value {f'>= {low}' if below else f'<= {high}'}, but got {value} instead.",
        param,
        "integer_below_min_value" if below else "integer_above_max_value",
    )


def too_long(length, most, param):
    message = f"string too long. Expected a string with maximum length {most}, but got a string with length {length}"
    return bad_request(f"Invalid '{param}': {message} instead.", param, "string_above_max_length")


def unfit_text(path, what):
    """A string that no database or no reader would take."""
    path = shorten(path)
    return invalid_value(f"Invalid '{path}': it contains {what}.", path)


def not_supported(message, param):
    """A part of the API that this server does not offer."""
    return bad_request(message, param, "not_supported")


def too_many(what, most):
    """The caller's project, or everybody together, has as many as there may be: the same request may succeed later."""
    message = f"Rate limit reached: at most {most} {what} at a time. Try again when some have ended."
    return ApiError(429, message, code="rate_limit_exceeded", kind="requests")


def no_file_search(param):
    return not_supported(
        "This server has no file search: it keeps no vector stores. Attach files for the code_interpreter instead.",
        param,
    )


def missing_parameter(path):
    return bad_request(f"Missing required parameter: '{path}'.", path, "missing_required_parameter")


def unknown_parameter(path):
    return bad_request(f"Unknown parameter: '{path}'.", path, "unknown_parameter")


def unknown_url(method, path):
    return ApiError(404, f"Invalid URL ({method} {shorten(path)})")


def wrong_method(method, path):
    message = f"Not allowed to {method} on {shorten(path)}. (HINT: Perhaps you meant to use a different HTTP method?)"
    return ApiError(405, message, code="method_not_supported")


def malformed_id(name, value, prefix):
    message = f"Invalid '{name}': '{shorten(value)}'. Expected an ID that begins with '{prefix}'."
    return invalid_value(message, name)


def not_found(kind, value):
    """An id that is unknown, deleted or another project's: these three are told in the same words."""
    return ApiError(404, f"No {kind} found with id '{shorten(value)}'.")


def file_not_found(value, param="id"):
    return ApiError(404, f"No such File object: {shorten(value)}", param)


def unsupported_model(model, offered):
    return bad_request(
        f"The requested model '{shorten(model)}' cannot be used with the Assistants API. This server has no model"
        f" server behind it (its operator sets LLM_API and LLM_BASE_URL) and answers with the model '{offered}'.",
        "model",
        "unsupported_model",
    )


def thread_busy(thread_id, run_id):
    return bad_request(f"Thread {thread_id} already has an active run {run_id}.")


def thread_locked(thread_id, run_id):
    return bad_request(f"Can't add messages to {thread_id} while a run {run_id} is active.")


def not_cancellable(status):
    return bad_request(f"Cannot cancel run with status '{status}'.")


def no_outputs_wanted(status):
    return bad_request(f'Runs in status "{status}" do not accept tool outputs.')


def outputs_do_not_match(problem):
    return invalid_value(f"Invalid 'tool_outputs': {problem}", "tool_outputs")


def no_key():
    return ApiError(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header"
        " using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    )


def wrong_key(key):
    message = f"Incorrect API key provided: {masked(key)}. The operator of this server makes keys with create_api_key."
    return ApiError(401, message, code="invalid_api_key")


def no_beta_header():
    return bad_request(
        "You must provide the 'OpenAI-Beta' header to access the Assistants API."
        " Please try again by setting the header 'OpenAI-Beta: assistants=v2'.",
        code="invalid_beta",
    )


def old_beta_header():
    return bad_request(
        "The v1 Assistants API has been deprecated."
        " Please try again by setting the header 'OpenAI-Beta: assistants=v2'.",
        code="invalid_beta",
    )


def too_large(limit):
    message = f"The request is too large: its body may have at most {limit} bytes."
    return ApiError(413, message, code="request_too_large")


def file_too_large(limit):
    return ApiError(413, f"The file is too large: it may have at most {limit} bytes.", "file", "file_too_large")


def body_cut_short():
    return bad_request("The request's body ended before all of it had arrived.")


def no_room():
    return ApiError(507, "This server has no room for the file.", kind="server_error")


def unavailable():
    message = "The server is overloaded or not ready yet. Please try again later."
    return ApiError(503, message, kind="server_error", retry_after=outages.SECONDS)


def crash_response():
    """What a caller learns of an error nobody expected: nothing but that there was one."""
    return ApiError(500, SERVER_ERROR, kind="server_error").response()


def masked(key):
    """The two ends of a key, or less of a short one: enough to recognize it, too little to use it."""
    shown = min(4, len(key) // 8)
    return f"{key[:shown]}{'*' * 8}{key[len(key) - shown :]}" if shown else "*" * 8


def shorten(value):
    """A caller's value as an error may repeat it: printable and short."""
    text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(value))
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def request_id():
    """A name for one request, told to the caller and written to the log of a crash."""
    return f"req_{secrets.token_hex(16)}"
