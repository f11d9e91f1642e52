"""Names the person behind a request: the account that is signed in, else the guest of the session, else nobody."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User

USED_ON = "used_on"
"""Where a session keeps the day of its last use: to save it at each use would cost a write."""


class PersonMiddleware:
    """Sets `request.person` to a User, or to something false for nobody. It is looked up when it is first used."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = SimpleLazyObject(lambda: person_of(request))
        return self.get_response(request)


def person_of(request):
    """The User of a request, or None for somebody who has not asked anything yet."""
    if request.user.is_authenticated:
        return request.user
    key = request.session.session_key
    return User.guest_of(key) if key else None


def ensure_person(request):
    """The User of a request; a guest is made when there is nobody yet. Each day of use keeps the guest's session."""
    keep_session(request)
    if not request.person:
        request.person = User.make_guest(request.session.session_key)
    return request.person


def keep_session(request):
    """See that there is a session, and that it lasts for SESSION_COOKIE_AGE from today on."""
    today = timezone.now().date().isoformat()
    if request.session.get(USED_ON) != today:
        request.session[USED_ON] = today
    if not request.session.session_key:
        request.session.create()
