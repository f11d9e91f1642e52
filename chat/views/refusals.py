"""Why a question or a retry cannot be taken now, as the student reads it."""

from django.utils.translation import gettext_lazy

from chat import proxy
from chat.uploads import room
from chat.versions import TooNested

REFUSALS = {
    proxy.StillAnswering: gettext_lazy(
        "The tutor is still answering. Your text is kept: send it when the answer is there."
    ),
    TooNested: gettext_lazy(
        "This question was changed within changes too many times. Your text is kept: copy it, and ask it in a new"
        " conversation."
    ),
    proxy.PersonGone: gettext_lazy(
        "You signed in or out in another tab. Your text is kept: copy it, reload the page, and send it again."
    ),
    proxy.TooManyAtOnce: gettext_lazy(
        "The tutor is working on several of your questions. Your text is kept: send it when one of them is answered."
    ),
    proxy.TooManyInAll: gettext_lazy(
        "Very many questions are being answered at the moment. Your text is kept: please send it again in ten seconds."
    ),
    room.TooManyFiles: gettext_lazy(
        "With the files that this question keeps these are too many. Send it without them, or as a new question."
    ),
    room.EnoughForToday: gettext_lazy(
        "You have attached as many files today as one person may. Send your question without, and type what matters."
    ),
    room.Full: room.NO_ROOM,
}

BUSY = {
    proxy.TooManyAtOnce: gettext_lazy("The tutor is working on several of your questions."),
    proxy.TooManyInAll: gettext_lazy("Very many questions are being answered at the moment."),
}
"""The same for a retry, which has no text to keep."""


def told_to_wait(response):
    """The same as an answer of overload that says when to try again."""
    response.status_code = 429
    response["Retry-After"] = str(proxy.RETRY_SECONDS)
    return response
