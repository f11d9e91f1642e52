"""Pages of a list."""

from django.core.paginator import Paginator

PER_PAGE = 30


def page_of(queryset, request):
    """The page that `?page=` names, the nearest one when there is no such page."""
    return Paginator(queryset, PER_PAGE).get_page(request.GET.get("page"))
