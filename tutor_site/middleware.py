"""What is the same for each page: it stays out of caches, and tells the time as its reader's clock does."""

import zoneinfo
from functools import cache

from django.utils import timezone
from django.utils.cache import patch_cache_control

TIME_ZONE_COOKIE = "time_zone"
"""Set by static/js/time-zone.js to the name of the browser's time zone."""


class PrivatePagesMiddleware:
    """Marks each response `private, no-store` unless its view chose a policy of its own (files do, pages never)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class TimeZoneMiddleware:
    """Tells times in the reader's time zone where their browser has named it, else in the TIME_ZONE of the settings."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = request.COOKIES.get(TIME_ZONE_COOKIE, "")
        if name not in _time_zones():
            return self.get_response(request)
        with timezone.override(name):
            return self.get_response(request)


@cache
def _time_zones():
    return zoneinfo.available_timezones()
