"""The manner of LiteLLM's proxy, which passes a part of the Assistants API on and has habits of its own."""


def refused(method, path):
    """The refusal of what such a server does not offer, or None."""
    match method, *path.removeprefix("/v1/").split("/"):
        case ["GET", "threads", _, "runs"] | ["POST", "threads", "runs"]:
            return 405, {"detail": "Method Not Allowed"}
        case [_, "threads", _, "runs", _, *_]:
            return 404, {"detail": "Not Found"}
    return None


def translated(status, answer):
    """Errors have a detail, and lists do not name their ends."""
    if status != 200:
        return status, {"detail": answer["error"]["message"]}
    if isinstance(answer, dict) and answer.get("object") == "list":
        return status, {"object": "list", "data": answer["data"], "has_more": answer["has_more"]}
    return status, answer
