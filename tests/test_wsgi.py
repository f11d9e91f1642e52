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
