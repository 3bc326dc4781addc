"""The list of groups that need attention: why, and what to do; a concern can be set aside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vsla.domain.attention import Concern, Odd, odd_things
from vsla.domain.errors import InvalidDocumentError, NotFoundError
from vsla.services import attention as service
from vsla.services.access import Role, group_for
from vsla.services.attention import PAGE_SIZE, AttentionPage, GroupConcerns
from vsla.services.monitoring import Choice
from vsla.store.attention import Noticed
from vsla.store.scope import Scope
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clock import now, today
from vsla.web.errors import problem_text
from vsla.web.groups import read_place
from vsla.web.money_format import money, percent
from vsla.web.numbers_read import read_id
from vsla.web.office.choice import find_programme, read_narrower, write_narrower

bp = Blueprint("attention", __name__, url_prefix="/reports/attention")

ON_BOARD = 4
_WEEKS = (1, 2, 4, 8, 12)
_REFUSED = 422

ODD: dict[Odd, LazyString] = {
    Odd.SAME_TOTALS: _l("the same totals at every meeting"),
    Odd.ALL_AT_CAP: _l("everybody buys as many shares as allowed"),
    Odd.NOBODY_ABSENT: _l("nobody was ever absent"),
    Odd.ROUND_CASH: _l("round sums in both boxes"),
}


@dataclass(frozen=True)
class Said:
    """A concern in words: its sign, why, what to do, and where."""

    concern: Concern
    sign: str
    why: str
    to_do: str
    href: str


def _conflict(one: Noticed) -> object:
    return ngettext(
        "%(num)s document contradicts one that was recorded.",
        "%(num)s documents contradict what was recorded.",
        one.first,
    )


def _silent(one: Noticed) -> object:
    return _("Nothing came for more than three meetings; the last was meeting %(n)s.", n=one.first)


def _difference(one: Noticed) -> object:
    return ngettext(
        "At one of the last four meetings the boxes did not hold what the books say: %(sum)s.",
        "At %(num)s of the last four meetings the boxes did not hold what the books say: %(sum)s.",
        one.first,
        sum=money(one.second, one.currency),
    )


def _cycle_ends(one: Noticed) -> object:
    return ngettext(
        "The cycle ends within four weeks and one loan is open: %(sum)s.",
        "The cycle ends within four weeks and %(num)s loans are open: %(sum)s.",
        one.first,
        sum=money(one.second, one.currency),
    )


def _arrears(one: Noticed) -> object:
    return _("Arrears rose by %(sum)s in two months.", sum=money(one.second, one.currency))


def _women(one: Noticed) -> object:
    return _(
        "Women's attendance fell from %(before)s to %(now)s.",
        before=percent(one.first, 1000),
        now=percent(one.second, 1000),
    )


def _breaches(one: Noticed) -> object:
    return ngettext(
        "One broken rule was not talked about yet.",
        "%(num)s broken rules were not talked about yet.",
        one.first,
    )


def _invented(one: Noticed) -> object:
    odd = "; ".join(str(ODD[each]) for each in odd_things(one.first))
    return _("The figures look invented: %(signs)s.", signs=odd)


def _no_pack(_one: Noticed) -> object:
    return _(
        "No phone ever fetched this group, so its meetings cannot be recorded without network."
    )


_WORDS: dict[Concern, tuple[str, Callable[[Noticed], object], LazyString, str]] = {
    Concern.CONFLICT: (
        "versions",
        _conflict,
        _l("Choose with the group which one is right."),
        "groups.page",
    ),
    Concern.SILENT: (
        "no-network",
        _silent,
        _l("Call the facilitator: does the group still meet?"),
        "groups.page",
    ),
    Concern.CASH_DIFFERENCE: (
        "box",
        _difference,
        _l("Count the boxes at the next meeting with the officers."),
        "groups.page",
    ),
    Concern.CYCLE_ENDS: (
        "share-out",
        _cycle_ends,
        _l("Ask for repayment before the share-out, or agree to set off."),
        "groups.loans",
    ),
    Concern.ARREARS_RISE: (
        "loan",
        _arrears,
        _l("Look at the open loans with the committee."),
        "groups.loans",
    ),
    Concern.WOMEN_STAY_AWAY: (
        "woman",
        _women,
        _l("Ask the women what keeps them away: day, hour, distance, or the group itself."),
        "groups.members",
    ),
    Concern.BREACHES: (
        "rules",
        _breaches,
        _l("Read them aloud at the next meeting."),
        "groups.page",
    ),
    Concern.INVENTED: (
        "warning",
        _invented,
        _l("Visit a meeting and compare some passbooks with the records."),
        "groups.page",
    ),
    Concern.NO_PACK: (
        "cloud-waiting",
        _no_pack,
        _l("Open the recorder on the facilitator's phone while there is network."),
        "groups.page",
    ),
}


def say(one: Noticed) -> Said:
    """Say a concern in the language of the request."""
    sign, why, to_do, endpoint = _WORDS[one.concern]
    href = url_for(endpoint, group_id=one.group_id)
    return Said(one.concern, sign, str(why(one)), str(to_do), href)


CONCERNS: dict[Concern, LazyString] = {
    Concern.CONFLICT: _l("Two versions of a meeting"),
    Concern.SILENT: _l("Nothing comes"),
    Concern.CASH_DIFFERENCE: _l("Boxes differ from the books"),
    Concern.CYCLE_ENDS: _l("Cycle ends with loans open"),
    Concern.ARREARS_RISE: _l("Arrears rise"),
    Concern.WOMEN_STAY_AWAY: _l("Women stay away"),
    Concern.BREACHES: _l("Broken rules not talked about"),
    Concern.INVENTED: _l("Figures look invented"),
    Concern.NO_PACK: _l("No phone has the group"),
}


def first_of(choice: Choice) -> AttentionPage:
    """Give the first groups of a choice that need attention, for the board."""
    return service.attention_page(
        db.session(),
        current_actor(),
        programme_id=choice.programme_id,
        today=today(),
        scope=choice.scope,
        limit=ON_BOARD,
    )


def _place(group: GroupConcerns) -> str:
    return f"{group.group_id}~{group.name}"


@bp.get("")
@allow(Role.OFFICER, Role.ADMINISTRATOR)
def index() -> str:
    """Show the groups that need attention."""
    actor = current_actor()
    programme = find_programme(actor)
    if programme is None:
        return render_template("office/attention.html", programme=None)
    narrowed = read_narrower()
    page = service.attention_page(
        db.session(),
        actor,
        programme_id=programme.programme_id,
        today=today(),
        scope=Scope(**narrowed),
        after=read_place("after"),
        before=read_place("before"),
        limit=PAGE_SIZE,
    )
    groups = page.groups

    def href(**place: Any) -> str:  # noqa: ANN401 - of an address
        asked = {"programme": programme.programme_id, **write_narrower(narrowed)}
        return url_for("attention.index", **asked, **place)

    return render_template(
        "office/attention.html",
        programme=programme,
        page=page,
        say=say,
        concerns=CONCERNS,
        previous_href=href(before=_place(groups[0])) if groups and page.has_previous else None,
        next_href=href(after=_place(groups[-1])) if groups and page.has_next else None,
    )


@bp.route("/<int:group_id>/<concern>", methods=["GET", "POST"])
@allow(Role.OFFICER)
def snooze(group_id: int, concern: str) -> ResponseReturnValue:
    """Set a concern aside with a reason."""
    actor = current_actor()
    group = group_for(db.session(), actor, group_id, Role.OFFICER)
    if concern not in {str(each) for each in Concern}:
        raise NotFoundError
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            with transaction() as session:
                service.snooze(
                    session,
                    actor,
                    group_id=group_id,
                    concern=concern,
                    weeks=read_id(request.form.get("weeks", "")),
                    reason=request.form.get("reason", ""),
                    today=today(),
                    now=now(),
                )
        except InvalidDocumentError as error:
            errors = {each.path: str(problem_text(each)) for each in error.problems}
        else:
            flash(_("Set aside; the reason is kept and shown below the list."), "done")
            return redirect(url_for("attention.index", programme=group.programme_id))
    page = render_template(
        "office/snooze.html",
        group=group,
        title=CONCERNS[Concern(concern)],
        weeks=_WEEKS,
        errors=errors,
        typed=request.form,
    )
    return page, _REFUSED if errors else 200
