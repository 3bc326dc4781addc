"""The forms of courses: the course, its people, its sessions, what they led to."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField

from vsla.domain.courses import FOLLOW_UP_MONTHS
from vsla.web.clause_texts import WEEKDAYS
from vsla.web.course_words import COMPONENTS, MOMENTS, SOURCES, STOPPED, TRAINER_ROLES, WISHES
from vsla.web.forms.base import (
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
from vsla.web.money_format import NO_FIGURE
from vsla.web.roster_words import GENDERS

_NAME = LengthMax(120)


class _Typed(Form):
    """A form that gives its fields as services take them: days as text, nothing as nothing."""

    def typed(self) -> dict[str, Any]:
        """Give all fields but those that belong to the page alone."""
        days = {f.name: f.data.isoformat() for f in self if isinstance(f, DayField) and f.data}
        others = {
            f.name: f.data
            for f in self
            if not isinstance(f, DayField) and f.type not in {"CSRFTokenField", "HiddenField"}
        }
        return {**others, **days}


class CourseForm(_Typed):
    """A course; only its name, its days and its sessions are needed."""

    component = PickField(
        _l("What it teaches"), choices=list(COMPONENTS.items()), validators=[Chosen()]
    )
    component_id = ListField(_l("Which kind of this programme"))
    name = TextField(_l("Name of the course"), validators=[Required(), _NAME])
    place = TextField(_l("Where it meets"), validators=[_NAME])
    language = TextField(_l("Language in which it is held"), validators=[LengthMax(40)])
    starts_on = DayField(_l("First day"), validators=[Required()])
    ends_on = DayField(_l("Last day"), validators=[Required()])
    weekday = ListField(
        _l("Day of the week"), choices=[("", _l("no fixed day")), *WEEKDAYS.items()]
    )
    sessions_planned = CountField(_l("Sessions planned"), validators=[Required()])
    expected_women = CountField(_l("Women expected"))
    expected_men = CountField(_l("Men expected"))

    def typed(self) -> dict[str, Any]:
        """Give the course as the service takes it."""
        typed = super().typed()
        own = typed["component_id"]
        return {**typed, "component_id": int(own) if own else None}


class TrainerForm(_Typed):
    """Somebody with a login, or somebody known by name and sex."""

    user_id = ListField(_l("Who has access"))
    name = TextField(_l("Or somebody else: name"), validators=[_NAME])
    gender = ListField(_l("Sex"), choices=list(GENDERS.items()))
    role = ListField(_l("Work"), choices=list(TRAINER_ROLES.items()))

    def typed(self) -> dict[str, Any]:
        """Give the trainer as the service takes her; a login goes before a name."""
        if self.user_id.data:
            return {"user_id": int(self.user_id.data)}
        return {name: self[name].data for name in ("name", "gender", "role")}


class GroupCodeForm(_Typed):
    """A group that the course serves."""

    code = TextField(_l("Code of the group"), validators=[Required(), LengthMax(20)])


class EnrolForm(_Typed):
    """How the people ticked below came to the course."""

    enrolled_on = DayField(_l("Enrolled on"), validators=[Required()])
    wish = PickField(_l("How they came to it"), choices=list(WISHES.items()), validators=[Chosen()])


class ParticipantForm(EnrolForm):
    """What is known of one participant."""

    left_on = DayField(_l("Stopped on"))
    stopped_because = ListField(_l("Why"), choices=[("", _l("takes part")), *STOPPED.items()])


class PartnerForm(ParticipantForm):
    """The same of a life partner, who has a name only if she or he wants."""

    partner_name = TextField(
        _l("Name"), validators=[_NAME], render_kw={"autocomplete": "off", "spellcheck": "false"}
    )
    partner_gender = PickField(_l("Sex"), choices=list(GENDERS.items()))


class SessionForm(_Typed):
    """A session without its list; ``uuid`` and ``replaces`` are not for people."""

    uuid = HiddenField()
    replaces = HiddenField()
    held_on = DayField(_l("Day"), validators=[Required()])
    held = PickField(
        _l("Did it take place?"),
        choices=[("yes", _l("Held")), ("no", _l("Cancelled"))],
        default="yes",
    )
    minutes = CountField(_l("Minutes"), default=90)
    topic = TextField(_l("Topic"), validators=[LengthMax(120)])
    sensitive = BooleanField(_l("Sensitive: keep the topic out of reports"))
    because = TextField(_l("If it was cancelled: why"), validators=[LengthMax(200)])


class LevelsForm(_Typed):
    """A test without its list."""

    moment = PickField(_l("When"), choices=list(MOMENTS.items()), validators=[Chosen()])
    tested_on = DayField(_l("Tested on"), validators=[Required()])
    items = CountField(_l("Questions asked of each"))


class FollowUpForm(_Typed):
    """What became of a plan some months after the course."""

    months = PickField(
        _l("How long after the course"),
        choices=[(str(n), _l("%(n)s months", n=n)) for n in FOLLOW_UP_MONTHS],
        validators=[Chosen()],
    )
    asked_on = DayField(_l("Asked on"), validators=[Required()])
    plan_made = BooleanField(_l("She or he made a plan"))
    started = BooleanField(_l("She or he began an activity"))
    running = BooleanField(_l("The activity still runs"))
    activity = TextField(_l("Which activity"), validators=[LengthMax(80)])
    money_source = ListField(_l("What paid for it"), choices=[("", NO_FIGURE), *SOURCES.items()])

    def typed(self) -> dict[str, Any]:
        """Give the answers as the service takes them."""
        months = self.months.data
        return {**super().typed(), "months": int(months) if months else None}


class ReactionForm(_Typed):
    """What somebody said; there is no field for a name."""

    told_on = DayField(_l("Told on"), validators=[Required()])
    text = TextAreaField(_l("What was said"), validators=[LengthMax(1000)])


class ActivityForm(_Typed):
    """What a member earns with."""

    name = TextField(_l("Which activity"), validators=[Required(), LengthMax(80)])
    started_on = DayField(_l("Begun on"), validators=[Required()])
    ended_on = DayField(_l("Ended on, if it is over"))
    money_source = PickField(
        _l("What paid for the beginning"), choices=list(SOURCES.items()), validators=[Chosen()]
    )


class RulesForm(_Typed):
    """What a programme measures its courses by."""

    complete_percent = CountField(
        _l("Percent of the sessions held that complete a course"), validators=[Required()]
    )
    levels = TextAreaField(_l("Levels of the test, one a line, the lowest first"))
    reads_from = CountField(
        _l("From which level on somebody reads her or his own line (the first is 0)"),
        validators=[Required()],
    )

    def typed(self) -> dict[str, Any]:
        """Give the rules as the service takes them."""
        lines = (" ".join(line.split()) for line in (self.levels.data or "").splitlines())
        return {
            "complete_percent": self.complete_percent.data,
            "reads_from": self.reads_from.data,
            "levels": [{"name": line} for line in lines if line],
        }


class ComponentForm(_Typed):
    """A kind of course of the programme's own."""

    name = TextField(_l("Name of the kind"), validators=[Required(), _NAME])
