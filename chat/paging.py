"""Pages of lists and of conversations, as addresses name them."""

from django.core.paginator import Paginator

PER_PAGE = 30


def page_of(queryset, request):
    """The page that `?page=` names, the nearest one when there is no such page."""
    return Paginator(queryset, PER_PAGE).get_page(request.GET.get("page"))


def branch_of(request):
    """The id of the branch that an address names, 0 for the trunk; None when it names none."""
    return number_of(request, "branch") if "branch" in request.GET else None


def number_of(request, name):
    """The whole number that an address gives under a name; 0 for anything else and for what no row can have."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
