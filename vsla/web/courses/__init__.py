"""The pages of the courses."""

from vsla.web.courses import books, figures, people, results, sessions
from vsla.web.courses.blueprint import bp

__all__ = ["books", "bp", "figures", "people", "results", "sessions"]
