"""Share a cycle out: every step in sight, two boxes counted, a second person confirms."""

from dataclasses import dataclass
from datetime import date
from math import gcd
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from vsla.domain.cash_count import CashCount
from vsla.domain.errors import ConflictError, InvalidDocumentError, NotFoundError
from vsla.domain.money import CURRENCIES, Minor
from vsla.domain.reader import parse_day
from vsla.domain.share_sentences import explain
from vsla.domain.shareout import ShareOut
from vsla.services import share_out as service
from vsla.services.access import READERS, RECORDERS
from vsla.services.share_out_page import ShareOutGround, share_out_ground
from vsla.store.models import ShareOutProposal
from vsla.store.session import db, transaction
from vsla.web.access import allow, current_actor
from vsla.web.clause_texts import share_out_text
from vsla.web.clock import now, today
from vsla.web.forms.base import AmountField, DayField, Form, Required
from vsla.web.messages import text_of
from vsla.web.said import Said, Speaker

bp = Blueprint("share_out", __name__, url_prefix="/groups/<int:group_id>/share-out")

_REFUSED = 422


class CountForm(Form):
    """The day of the share-out and the two counted boxes."""

    held_on = DayField(_l("Day of the share-out"), validators=[Required()])
    loan_fund_minor = AmountField(_l("Counted in the loan fund"), validators=[Required()])
    solidarity_fund_minor = AmountField(
        _l("Counted in the solidarity fund"), validators=[Required()]
    )


@dataclass(frozen=True)
class Sheet:
    """A share-out ready to be drawn.

    Attributes:
        ground: group, people and rules.
        figures: every step.
        problems: why it cannot be confirmed, in words.
    """

    ground: ShareOutGround
    figures: ShareOut
    problems: list[Said]

    @property
    def currency(self) -> str:
        """Give the currency of the group."""
        return self.ground.group.currency

    @property
    def cash(self) -> tuple[Minor, ...]:
        """List notes and coins, largest first."""
        return CURRENCIES[self.currency].cash

    @property
    def price_whole(self) -> int:
        """Give the whole units of a share's worth."""
        return self._price[0]

    @property
    def price_rest(self) -> tuple[int, int]:
        """Give what is left of it as a fraction of a unit, in lowest terms."""
        return self._price[1], self._price[2]

    @property
    def _price(self) -> tuple[int, int, int]:
        price = self.figures.price
        if price is None:
            return 0, 0, 1
        whole, rest = divmod(price.pool, price.shares * CURRENCIES[self.currency].unit)
        common = gcd(rest, price.shares * CURRENCIES[self.currency].unit)
        return whole, rest // common, price.shares * CURRENCIES[self.currency].unit // common

    @property
    def gain(self) -> Minor:
        """Give what a share gained: in whole units, or in cents where it is less than ten units."""
        unit, price = CURRENCIES[self.currency].unit, self.figures.price
        exact = (price.whole if price else 0) - self.ground.constitution.share_value
        return exact if abs(exact) < 10 * unit else exact // unit * unit

    @property
    def handed(self) -> Minor:
        """Give what all members are handed, from both boxes."""
        return sum(line.received for line in self.figures.lines)

    @property
    def paid_out(self) -> Minor:
        """Give what all shares bring."""
        return sum(line.payout + line.owed_before for line in self.figures.lines)

    @property
    def withheld(self) -> Minor:
        """Give the debts that payouts pay."""
        return sum(line.set_off.total for line in self.figures.lines)

    @property
    def unpaid(self) -> Minor:
        """Give what the group still owes its members until others have repaid."""
        return sum(line.unpaid for line in self.figures.lines)

    @property
    def carried(self) -> Minor:
        """Give the debts that remain."""
        return sum(line.carried.total for line in self.figures.lines)

    @property
    def shares_solidarity(self) -> bool:
        """Tell whether the solidarity box is shared among the members."""
        return self.solidarity_shared > 0

    @property
    def solidarity_shared(self) -> Minor:
        """Give what is paid from the solidarity box."""
        return sum(line.solidarity_share for line in self.figures.lines)

    @property
    def explained(self) -> dict[int, str]:
        """Tell each member's line in sentences, by member."""
        return {
            line.member: share_out_text(explain(line), self.currency) for line in self.figures.lines
        }


def _day(text: str | None) -> date:
    return parse_day((text or "").strip()) or today()


def _sheet(group_id: int, figures: ShareOut) -> Sheet:
    ground = share_out_ground(
        db.session(), current_actor(), group_id=group_id, held_on=figures.held_on
    )
    speaker = Speaker(ground.people, ground.group.currency, ground.constitution)
    return Sheet(ground, figures, [speaker.say(problem) for problem in figures.problems])


def _previewed(group_id: int, held_on: date) -> Sheet:
    figures = service.preview(db.session(), current_actor(), group_id=group_id, held_on=held_on)
    return _sheet(group_id, figures)


@bp.get("")
@allow(*READERS)
def preview(group_id: int) -> ResponseReturnValue:
    """Show the share-out of a day step by step; nothing is paid yet."""
    sheet = _previewed(group_id, _day(request.args.get("held_on")))
    if sheet.ground.is_closed:
        return redirect(url_for("share_out.result", group_id=group_id, cycle=sheet.figures.cycle))
    form = _form(sheet)
    form.held_on.data = sheet.figures.held_on
    return _draw(sheet, form)


def _form(sheet: Sheet) -> CountForm:
    return CountForm(meta={"currency": sheet.currency})


def _draw(sheet: Sheet, form: CountForm, status: int = 200) -> tuple[str, int]:
    waiting = service.waiting_proposal(
        db.session(), current_actor(), group_id=sheet.ground.group.group_id
    )
    page = render_template(
        "share_out/preview.html",
        s=sheet,
        form=form,
        waiting=waiting,
        may_propose=current_actor().role in RECORDERS,
    )
    return page, status


@bp.post("")
@allow(*RECORDERS)
def propose(group_id: int) -> ResponseReturnValue:
    """Ask a second person to confirm, with both boxes counted."""
    sheet = _previewed(group_id, _day(request.form.get("held_on")))
    form = _form(sheet)
    if not form.validate_on_submit():
        return _draw(sheet, form, _REFUSED)
    counted = CashCount(form.loan_fund_minor.data, form.solidarity_fund_minor.data)
    held_on = sheet.figures.held_on
    try:
        with transaction() as session:
            service.propose(
                session,
                current_actor(),
                group_id=group_id,
                held_on=held_on,
                counted=counted,
                now=now(),
            )
    except InvalidDocumentError as error:
        sheet = _previewed(group_id, held_on)
        shown = {said.text for said in sheet.problems}
        for problem in error.problems:
            text = text_of(problem.code, problem.values, currency=sheet.currency)
            if text not in shown:
                form.add_error(problem.path, text)
        return _draw(sheet, form, _REFUSED)
    flash(_("The share-out waits for a second person. Nothing is paid yet."), "done")
    return redirect(url_for("share_out.proposal", group_id=group_id))


def _waiting(group_id: int) -> ShareOutProposal:
    found = service.waiting_proposal(db.session(), current_actor(), group_id=group_id)
    if found is None:
        raise NotFoundError
    return found


@bp.get("/proposal")
@allow(*READERS)
def proposal(group_id: int) -> ResponseReturnValue:
    """Show what was proposed; the second person reads the figures and confirms."""
    waiting = service.waiting_proposal(db.session(), current_actor(), group_id=group_id)
    if waiting is None:
        return redirect(url_for("share_out.preview", group_id=group_id))
    sheet = _previewed(group_id, waiting.held_on)
    return _draw_proposal(sheet, waiting)


def _draw_proposal(
    sheet: Sheet, waiting: ShareOutProposal, refusal: str = "", status: int = 200
) -> tuple[str, int]:
    actor = current_actor()
    other_needed = sheet.ground.second_person and waiting.proposed_by == actor.user_id
    page = render_template(
        "share_out/proposal.html",
        s=sheet,
        waiting=waiting,
        proposer=sheet.ground.user_name(waiting.proposed_by),
        moved=waiting.digest != sheet.figures.digest,
        other_needed=other_needed,
        may_confirm=actor.role in RECORDERS,
        refusal=refusal,
        uuid=str(uuid4()),
    )
    return page, status


@bp.post("/confirm")
@allow(*RECORDERS)
def confirm(group_id: int) -> ResponseReturnValue:
    """Confirm what was proposed: one entry closes the cycle."""
    number = request.form.get("proposal", 0, type=int)
    try:
        with transaction() as session:
            service.confirm(
                session,
                current_actor(),
                group_id=group_id,
                proposal_number=number,
                digest=request.form.get("digest", ""),
                now=now(),
                uuid=request.form.get("uuid", ""),
            )
    except ConflictError as conflict:
        waiting = service.waiting_proposal(db.session(), current_actor(), group_id=group_id)
        if waiting is None:
            raise
        sheet = _previewed(group_id, waiting.held_on)
        text = text_of(conflict.code, conflict.values, currency=sheet.currency)
        return _draw_proposal(sheet, waiting, text, 409)
    flash(_("The cycle is shared out. Hand each member her money and let her sign."), "done")
    cycle = request.form.get("cycle", 0, type=int)
    return redirect(url_for("share_out.result", group_id=group_id, cycle=cycle))


@bp.post("/withdraw")
@allow(*RECORDERS)
def withdraw(group_id: int) -> ResponseReturnValue:
    """Take a proposal back."""
    waiting = _waiting(group_id)
    with transaction() as session:
        service.withdraw(
            session,
            current_actor(),
            group_id=group_id,
            proposal_number=waiting.number,
            now=now(),
        )
    flash(_("The proposal is taken back. The group can meet again before it shares out."), "done")
    return redirect(url_for("share_out.preview", group_id=group_id))


@bp.get("/<int:cycle>")
@allow(*READERS)
def result(group_id: int, cycle: int) -> str:
    """Show what a share-out gave each member."""
    figures = service.shared_out(db.session(), current_actor(), group_id=group_id, cycle=cycle)
    made = _sheet(group_id, figures)
    may_open = made.ground.is_closed and made.ground.cycle == cycle
    return render_template(
        "share_out/result.html",
        s=made,
        may_open=may_open and current_actor().role in RECORDERS,
    )
