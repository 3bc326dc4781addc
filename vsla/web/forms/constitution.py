"""The form of a constitution: every clause in the order of its articles, and the vote."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from vsla.domain.calendar import Period
from vsla.domain.constitution import (
    Adoption,
    AmendmentRule,
    ChargeBasis,
    Frequency,
    Fund,
    GenderRule,
    HeirsRule,
    Need,
    Offence,
    PenaltyKind,
    ProfitRule,
    RemainderHome,
    Rounding,
    SolidarityRule,
    Step,
    Weekday,
)
from vsla.web.forms.base import (
    AmountField,
    Chosen,
    CountField,
    DayField,
    Form,
    LengthMax,
    ListField,
    PickField,
    Required,
    TextField,
)
from vsla.web.forms.numbers import PercentField
from vsla.web.labels import LABELS, label

_TEXT_MAX = 500
_QUORUMS: dict[str, LazyString] = {
    "1/2": _l("Half of the members"),
    "3/5": _l("Three of five"),
    "2/3": _l("Two of three"),
    "3/4": _l("Three of four"),
    "1/1": _l("All members"),
}
_STOPS: dict[str, LazyString] = {
    "yes": _l("No: it stops at the end of the agreed time"),
    "no": _l("Yes: it goes on until all is paid"),
}
ORDER = tuple(f"order_{place}" for place in range(1, len(Step) + 1))
FINES = tuple(f"fine_{offence}" for offence in Offence)
HELPS = tuple(f"help_{need}" for need in Need)
_PLACES = (_l("First"), _l("Second"), _l("Third"), _l("Fourth"), _l("Fifth"), _l("Sixth"))

SECTIONS: tuple[tuple[str, LazyString, tuple[str, ...]], ...] = (
    ("purpose", _l("Purpose and members"), (
        "objective", "services", "gender_rule", "minimum_age", "residence", "other_condition",
    )),
    ("committee", _l("Committee"), (
        "committee_women_min", "public_office_barred", "election_months", "secret_ballot",
    )),
    ("meetings", _l("Meetings"), ("frequency", "weekday", "place", "quorum", *ORDER)),
    ("shares", _l("Shares"), ("share_value", "shares_min", "shares_max")),
    ("solidarity", _l("Solidarity fund"), (
        "solidarity_contribution", *HELPS, "solidarity_loans", "solidarity_loan_weeks",
    )),
    ("loans", _l("Loans"), (
        "lending_from_meeting", "loan_meeting_every", "loan_multiple", "loan_term_max",
        "guarantors", "outside_loans",
    )),
    ("charge", _l("Service charge and lateness"), (
        "charge_basis", "charge_rate", "charge_period", "charge_stops",
        "penalty_kind", "penalty_amount", "penalty_rate",
    )),
    ("fines", _l("Fines"), (*FINES, "fines_into")),
    ("share-out", _l("Cycle and share-out"), (
        "cycle_weeks", "profit_rule", "rounding", "remainder_home", "solidarity_rule",
    )),
    ("leaving", _l("Leaving, and changing these rules"), (
        "leaving_notice_weeks", "heirs_rule", "amendment_rule",
    )),
    ("vote", _l("The vote"), ("adopted_on", "present", "votes_for", "votes_against")),
)  # fmt: skip
"""Sections of the page: anchor, title, fields."""

_DIRECT = (
    "objective", "services", "gender_rule", "minimum_age", "residence", "other_condition",
    "committee_women_min", "public_office_barred", "election_months", "secret_ballot",
    "frequency", "weekday", "place", "shares_min", "shares_max", "solidarity_loans",
    "solidarity_loan_weeks", "lending_from_meeting", "loan_meeting_every", "loan_multiple",
    "loan_term_max", "guarantors", "outside_loans", "fines_into", "cycle_weeks", "profit_rule",
    "rounding", "remainder_home", "solidarity_rule", "leaving_notice_weeks", "heirs_rule",
    "amendment_rule",
)  # fmt: skip
"""Clauses whose field has the name and the value of the JSON."""

_FIELDS_OF = {
    "share_value_minor": "share_value",
    "solidarity_contribution_minor": "solidarity_contribution",
    "charge.rate_ppm": "charge_rate",
    "penalty.amount_minor": "penalty_amount",
    "penalty.rate_ppm": "penalty_rate",
    "quorum.part": "quorum",
    "quorum.whole": "quorum",
    "meeting_order": ORDER[0],
}


def _text(text: LazyString) -> TextAreaField:
    return TextAreaField(text, validators=[LengthMax(_TEXT_MAX)])


def _choices(choices: type[StrEnum]) -> list[tuple[str, LazyString]]:
    return list(LABELS[choices].items())


def _pick(text: LazyString, choices: type[StrEnum]) -> PickField:
    return PickField(text, choices=_choices(choices), validators=[Chosen()])


class _Clauses(Form):
    """Every clause but the lists of fines, needs and the order, which are added below."""

    objective = _text(_l("What is the aim of the group?"))
    services = _text(_l("What does it do for its members?"))
    gender_rule = _pick(_l("Who may join?"), GenderRule)
    minimum_age = CountField(_l("Youngest age"))
    residence = TextField(_l("Where members live"), validators=[LengthMax(_TEXT_MAX)])
    other_condition = TextField(_l("Another condition"), validators=[LengthMax(_TEXT_MAX)])
    committee_women_min = CountField(_l("Women among the five of the committee, at least"))
    public_office_barred = BooleanField(_l("Nobody with a public office is on the committee"))
    election_months = CountField(_l("Months from one election to the next"))
    secret_ballot = BooleanField(_l("Elections are secret"))
    frequency = _pick(_l("How often does the group meet?"), Frequency)
    weekday = ListField(_l("On which day?"), choices=_choices(Weekday))
    place = TextField(_l("Where does it meet?"), validators=[LengthMax(_TEXT_MAX)])
    quorum = ListField(_l("How many must be there?"), choices=list(_QUORUMS.items()))
    share_value = AmountField(_l("Price of a share"), validators=[Required()])
    shares_min = CountField(_l("Shares a meeting, at least"))
    shares_max = CountField(_l("Shares a meeting, at most"))
    solidarity_contribution = AmountField(_l("Each member pays at each meeting"))
    solidarity_loans = BooleanField(_l("The fund also lends, without a charge"))
    solidarity_loan_weeks = CountField(_l("Such a loan lasts at most, in weeks"))
    lending_from_meeting = CountField(_l("Lending begins at meeting number"))
    loan_meeting_every = CountField(_l("Then loans are given every how many meetings?"))
    loan_multiple = CountField(_l("A loan is at most so many times the savings"))
    loan_term_max = CountField(_l("Longest time of a loan, in months or four-week periods"))
    guarantors = CountField(_l("Members who vouch for a loan"))
    outside_loans = BooleanField(_l("The group may borrow from outside"))
    charge_basis = _pick(_l("How is the charge reckoned?"), ChargeBasis)
    charge_rate = PercentField(_l("Charge, in percent"))
    charge_period = ListField(_l("For which time?"), choices=_choices(Period))
    charge_stops = PickField(
        _l("Is a late loan charged further?"),
        choices=list(_STOPS.items()),
        validators=[Chosen()],
    )
    penalty_kind = _pick(_l("What does lateness cost besides?"), PenaltyKind)
    penalty_amount = AmountField(_l("The fixed amount"))
    penalty_rate = PercentField(_l("The part of the debt, in percent"))
    fines_into = _pick(_l("Where do fines go?"), Fund)
    cycle_weeks = CountField(_l("Weeks from opening to share-out"))
    profit_rule = _pick(_l("How is the profit shared?"), ProfitRule)
    rounding = _pick(_l("What no note can pay"), Rounding)
    remainder_home = _pick(_l("Where does the remainder go?"), RemainderHome)
    solidarity_rule = _pick(_l("What becomes of the solidarity fund at share-out?"), SolidarityRule)
    leaving_notice_weeks = CountField(_l("Weeks of notice before leaving"))
    heirs_rule = _pick(_l("What do the heirs of a member receive?"), HeirsRule)
    amendment_rule = _pick(_l("Who changes these rules?"), AmendmentRule)
    adopted_on = DayField(_l("Day of the vote"), validators=[Required()])
    present = CountField(_l("Members present"), validators=[Required()])
    votes_for = CountField(_l("Hands for it"), validators=[Required()])
    votes_against = CountField(_l("Hands against it"), default=0)

    def place_of(self, path: str) -> str:
        """Find the field of a problem of the service."""
        head, _, rest = path.partition(".")
        if head in {"fines", "helps"} and rest:
            names = self._filled(FINES if head == "fines" else HELPS)
            return names[int(rest.partition(".")[0])]
        return _FIELDS_OF.get(path, path.replace(".", "_"))

    def _filled(self, names: tuple[str, ...]) -> list[str]:
        """Name the lines of a list that have an amount, in the order in which they are sent."""
        return [name for name in names if self[name].data is not None]

    def source(self) -> dict[str, Any]:
        """Give the constitution as JSON; an empty number takes the usual rule."""
        part, whole = (self.quorum.data or "2/3").split("/")
        written: dict[str, Any] = {
            name: data for name in _DIRECT if (data := self[name].data) is not None
        }
        written |= {
            "share_value_minor": self.share_value.data,
            "solidarity_contribution_minor": self.solidarity_contribution.data or 0,
            "quorum": {"part": int(part), "whole": int(whole)},
            "meeting_order": [self[name].data for name in ORDER],
            "charge": {
                "basis": self.charge_basis.data,
                "rate_ppm": self.charge_rate.data,
                "period": self.charge_period.data,
                "stops_at_term": self.charge_stops.data == "yes",
            },
            "penalty": {
                "kind": self.penalty_kind.data,
                "amount_minor": self.penalty_amount.data,
                "rate_ppm": self.penalty_rate.data,
            },
            "fines": [
                {"offence": name.removeprefix("fine_"), "amount_minor": self[name].data}
                for name in self._filled(FINES)
            ],
            "helps": [
                {"need": name.removeprefix("help_"), "amount_max_minor": self[name].data}
                for name in self._filled(HELPS)
            ],
        }
        return written

    def adoption(self, today: date) -> Adoption:
        """Give the vote; without a day it is today's, for a form that is shown again anyway."""
        return Adoption(
            adopted_on=self.adopted_on.data or today,
            present=self.present.data or 0,
            votes_for=self.votes_for.data or 0,
            votes_against=self.votes_against.data or 0,
        )


def _lists() -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, text in zip(ORDER, _PLACES, strict=True):
        fields[name] = ListField(text, choices=_choices(Step))
    for offence in Offence:
        fields[f"fine_{offence}"] = AmountField(label(offence))
    for need in Need:
        fields[f"help_{need}"] = AmountField(label(need))
    return fields


ConstitutionForm: type[Any] = type("ConstitutionForm", (_Clauses,), _lists())
"""All clauses and the vote."""


def filled_in(rules: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the JSON of a constitution into the data of the form.

    Args:
        rules: as ``constitution_to_json`` writes it.

    Returns:
        Data by field, without the vote.
    """
    charge, penalty, quorum = rules["charge"], rules["penalty"], rules["quorum"]
    data = {name: rules[name] for name in _DIRECT}
    data |= {
        "share_value": rules["share_value_minor"],
        "solidarity_contribution": rules["solidarity_contribution_minor"],
        "quorum": f"{quorum['part']}/{quorum['whole']}",
        "charge_basis": charge["basis"],
        "charge_rate": charge["rate_ppm"],
        "charge_period": charge["period"],
        "charge_stops": "yes" if charge["stops_at_term"] else "no",
        "penalty_kind": penalty["kind"],
        "penalty_amount": penalty["amount_minor"] or None,
        "penalty_rate": penalty["rate_ppm"] or None,
    }
    data |= dict(zip(ORDER, rules["meeting_order"], strict=True))
    data |= {f"fine_{each['offence']}": each["amount_minor"] for each in rules["fines"]}
    data |= {f"help_{each['need']}": each["amount_max_minor"] for each in rules["helps"]}
    return data
