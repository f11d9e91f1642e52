"""Compresses pages and fragments. Files are compressed when they are gathered, streams and the API's JSON never."""

from django.middleware.gzip import GZipMiddleware

WORTH_IT = 1000
"""Bytes: what is shorter travels in one packet anyway."""


class CompressionMiddleware(GZipMiddleware):
    """Django's own, which blurs the length so that it tells nothing of a page's secrets, for HTML alone."""

    def process_response(self, request, response):
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page or len(response.content) < WORTH_IT:
            return response
        return super().process_response(request, response)
