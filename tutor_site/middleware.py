"""Keeps pages with people's words out of every cache."""

from django.utils.cache import patch_cache_control


class PrivatePagesMiddleware:
    """Marks each response `private, no-store` unless its view chose a policy of its own (files do, pages never)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
