"""The one page group of the courses, to which each module adds its pages."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

bp = Blueprint("courses", __name__, url_prefix="/courses")

REFUSED = 422


def to_course(course_id: int, anchor: str | None = None) -> Response:
    """Go to the page of a course."""
    return redirect(url_for("courses.page", course_id=course_id, _anchor=anchor))
