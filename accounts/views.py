"""The person's own page, and the end of a session on a shared device."""

from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import ProfileForm
from accounts.middleware import ensure_person


@require_http_methods(["GET", "POST"])
def profile(request):
    """The name the tutor uses. A guest may give one too."""
    form = ProfileForm(request.POST or None, instance=request.person or None)
    if request.method == "POST":
        form = ProfileForm(request.POST, instance=ensure_person(request))
        if form.is_valid():
            form.save()
            messages.success(request, _("Saved."))
            return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def finished(request):
    """Forget the person on this device: the next one starts with nothing."""
    logout(request)
    request.person = None
    messages.success(request, _("Finished. The next person can start."))
    return redirect("conversation-new")
