"""Join the web layer to the application: hooks in their order, then the blueprints."""

from flask import Flask

from vsla.web import (
    access,
    assets,
    compression,
    errors,
    labels,
    locale,
    money_format,
    security,
    view_context,
)
from vsla.web.blueprints import all_blueprints
from vsla.web.row_numbers import RowNumber


def init_app(app: Flask) -> None:
    """Install everything the pages need.

    The order is the order in which a request meets it: who asks (access), is it really sent by
    our own page (security), in which language is the answer (locale).
    """
    # First installed is last to see the answer: everything else has had its say on it.
    compression.init_app(app)
    access.init_app(app)
    security.init_app(app)
    locale.init_app(app)
    money_format.init_app(app)
    labels.init_app(app)
    assets.init_app(app)
    view_context.init_app(app)
    errors.init_app(app)
    app.url_map.converters["int"] = RowNumber
    for blueprint in all_blueprints():
        app.register_blueprint(blueprint)
