"""The list of page groups; a new one adds its line here."""

from flask import Blueprint

from vsla.web import (
    auth,
    committee,
    constitution,
    groups,
    home,
    members,
    setup_wizard,
    users,
)


def all_blueprints() -> tuple[Blueprint, ...]:
    """Give every blueprint of the application."""
    return (
        auth.bp,
        home.bp,
        groups.bp,
        members.bp,
        constitution.bp,
        committee.bp,
        setup_wizard.bp,
        users.bp,
    )
