"""Where a form leads to when it has done its work."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def place_of(request, otherwise=""):
    """The page of ours that a form or link names as the one it stands on; another one, the list, for anything else."""
    place = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, None) and place.startswith("/")
    return place if is_ours else otherwise or reverse("conversation-list")


def menu_place(request, conversation):
    """The same, at the menu of a conversation: who has no mouse goes on from there."""
    return f"{place_of(request)}#menu-{conversation.pk}"
