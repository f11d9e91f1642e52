"""Names the person behind a request: the account that is signed in, else the guest of the session, else nobody; and
speaks their language."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, empty

from accounts.models import User

USED_ON = "used_on"
"""Where a session keeps the day of its last use: to save it at each use would cost a write."""
VISIT_SECONDS = 24 * 3600
"""How long the session of somebody lasts who has only looked: robots and probes leave one each time."""
UNKNOWN = object()


class PersonMiddleware:
    """Sets `request.person` to a User, or to something false for nobody. It is looked up when it is first used."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = SimpleLazyObject(lambda: person_of(request))
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """The language that the person has chosen, else the one that their browser asks for.

    The choice is kept with the person. A cookie repeats it, so that polls need not look the person up; a page that has
    looked them up anyway sets it right, such as the first one after signing in on another device.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        person = known_person(request)
        if person is UNKNOWN:
            return response
        chosen, told = person.language if person else "", request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen and chosen != told:
            _keep_language(response, chosen)
        elif told and not chosen:
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite=settings.LANGUAGE_COOKIE_SAMESITE)
        return response


def _keep_language(response, language):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def known_person(request):
    """The person of a request, None for nobody, or UNKNOWN while nothing has asked who it is."""
    person = getattr(request, "person", UNKNOWN)
    if isinstance(person, SimpleLazyObject):
        return UNKNOWN if person._wrapped is empty else person._wrapped
    return person


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


def start_visit(request):
    """See that there is a session before the first question: sent twice, it is one person's (decision 1)."""
    is_new = USED_ON not in request.session and not request.session.session_key  # to look into it tells a dead key
    if is_new and request.method == "GET":
        request.session.set_expiry(VISIT_SECONDS)


def keep_session(request):
    """See that there is a session, and that it lasts for SESSION_COOKIE_AGE from today on."""
    today = timezone.now().date().isoformat()
    if request.session.get(USED_ON) != today:
        request.session[USED_ON] = today
        request.session.set_expiry(None)
    if not request.session.session_key:
        request.session.create()
