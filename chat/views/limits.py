"""Pages that cost more than others: how often one person may open them."""

from functools import wraps
from math import ceil

from tutor_site.errors import too_many_requests


def limited(allowance, words):
    """Let each person open a view as often as an Allowance says. More than that is answered with 429 and these words.

    Nobody in particular has nothing that such a view would have to look through.
    """

    def decorated(view):
        @wraps(view)
        def within(request, *args, **kwargs):
            if request.person and not allowance.take(request.person.pk):
                return too_many_requests(request, words, ceil(allowance.seconds))
            return view(request, *args, **kwargs)

        return within

    return decorated
