"""The list of page groups; a new one adds its line here."""

from flask import Blueprint

from vsla.web import auth


def all_blueprints() -> tuple[Blueprint, ...]:
    """Give every blueprint of the application."""
    return (auth.bp,)
