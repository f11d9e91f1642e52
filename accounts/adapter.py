"""What this product changes in allauth: who may sign up, and a guest's conversations come along when they sign in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


class AccountAdapter(DefaultAccountAdapter):
    """The one adapter, named in the settings."""

    def is_open_for_signup(self, request):
        return settings.SIGNUP_OPEN

    def is_safe_url(self, url):
        """After signing in, people stay on this very site; allauth would accept each name that it answers to."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Tries are counted by account alone: allauth adds the Host header, whose port is anybody's choice."""
        return credentials.get("username", "").lower()

    def respond_user_inactive(self, request, user):
        """The account was switched off: said where the person is, on the sign-in page."""
        messages.error(request, _("This account is switched off. Please ask your teacher."))
        return redirect("account_login")

    def logout(self, request):
        super().logout(request)
        request.person = None

    def login(self, request, user):
        """Sign in (also after signing up), then move the guest's rows to the account."""
        guest = request.person or None  # found now: signing in makes it another
        super().login(request, user)
        request.session.set_expiry(None)  # it was a visit's
        request.person = user
        if guest and guest.is_guest:
            with transaction.atomic():
                user.adopt(guest)
