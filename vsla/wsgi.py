"""The application as a WSGI server imports it: ``vsla.wsgi:app``."""

from vsla import web
from vsla.app import create_app

app = create_app()
web.prepare(app)
