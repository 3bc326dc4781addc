"""What a person may take along: files for other programs, other servers and funders."""

from flask import Blueprint

from vsla.web.exports import group

bp = Blueprint("exports", __name__)

group.add_to(bp)
