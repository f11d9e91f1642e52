"""The WSGI application that gunicorn, runserver and the in-process transport call."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor_site.settings")

application = get_wsgi_application()
