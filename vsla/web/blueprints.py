"""The list of page groups; a new one adds its line here."""

from flask import Blueprint

from vsla.web import (
    api,
    audio,
    auth,
    breaches,
    check_paper,
    committee,
    constitution,
    contested,
    corrections,
    courses,
    cycles,
    exports,
    group_details,
    groups,
    home,
    keying,
    loans,
    meetings,
    members,
    papers,
    programmes,
    recorder,
    recovery,
    reports,
    setup_wizard,
    share_out,
    users,
)
from vsla.web.office import board, opening


def all_blueprints() -> tuple[Blueprint, ...]:
    """Give every blueprint of the application."""
    return (
        auth.bp,
        home.bp,
        groups.bp,
        recovery.bp,
        group_details.bp,
        members.bp,
        constitution.bp,
        committee.bp,
        setup_wizard.bp,
        users.bp,
        programmes.bp,
        share_out.bp,
        meetings.bp,
        keying.bp,
        breaches.bp,
        loans.bp,
        cycles.bp,
        corrections.bp,
        contested.bp,
        api.bp,
        recorder.bp,
        courses.bp,
        reports.bp,
        board.bp,
        opening.bp,
        exports.bp,
        papers.bp,
        audio.bp,
        check_paper.bp,
    )
