"""The application as gunicorn calls it."""

import pytest
import requests

from tutor_site.in_process import InProcessAdapter
from tutor_site.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("content_type", ["a/b; c*=foo''x", "a/b; c*=idna''%ff", "a/b; c*0*=x; c*1=y; c*=z"])
@pytest.mark.parametrize(("path", "status"), [("/v1/threads", 401), ("/c/", 403)])
def test_no_content_type_crashes_it(path, status, content_type):
    session = requests.Session()
    session.mount("http://", InProcessAdapter(application))

    answer = session.post(f"http://127.0.0.1:8000{path}", data=b"x", headers={"Content-Type": content_type})

    assert answer.status_code == status


@pytest.mark.parametrize("charset", ["hex", "Base64", '"rot13"', "undefined", "unicode_escape", "x\\0", "utf-16", ""])
@pytest.mark.parametrize("kind", ["a/b", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_no_charset_crashes_it(kind, charset):
    session = requests.Session()
    session.mount("http://", InProcessAdapter(application))
    headers = {"Content-Type": f"{kind} ;  CharSet = {charset}", "Accept-Encoding": "identity"}

    search = session.get("http://127.0.0.1:8000/c/search/?q=%5Cud800%20a", headers=headers)
    thread = session.post("http://127.0.0.1:8000/v1/threads", data=b"\\ud800", headers=headers)

    assert (search.status_code, thread.status_code) == (200, 401)
    assert r"\ud800 a" in search.text
