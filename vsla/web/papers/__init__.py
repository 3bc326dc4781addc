"""The documents of a group: on the screen and as PDF; a new one adds its line here."""

from flask import Blueprint

from vsla.web.papers import statement
from vsla.web.papers.press import register

bp = Blueprint("papers", __name__)

for _paper in (statement.PAPER,):
    register(bp, _paper)
