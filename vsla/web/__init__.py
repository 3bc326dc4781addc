"""The pages and the JSON interface: thin views over the services."""

from vsla.web.messages import without_request
from vsla.web.recorder import prepare
from vsla.web.setup import init_app

__all__ = ["init_app", "prepare", "without_request"]
