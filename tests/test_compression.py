"""Pages travel compressed; what is short, streamed or no page does not."""

import gzip

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory

from tutor_site.compression import CompressionMiddleware

LONG = "word " * 1000


def sent(response, accepts="gzip"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    return CompressionMiddleware(lambda _request: response)(request)


def test_a_page_is_compressed():
    response = sent(HttpResponse(LONG))

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert gzip.decompress(response.content).decode() == LONG


def test_who_cannot_read_it_gets_it_plain():
    assert sent(HttpResponse(LONG), accepts="identity").content.decode() == LONG


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("short"),
        JsonResponse({"text": LONG}),
        StreamingHttpResponse([LONG], content_type="text/event-stream"),
    ],
)
def test_the_rest_stays_as_it_is(response):
    assert "Content-Encoding" not in sent(response)
