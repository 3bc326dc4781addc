"""All tables, whatever module they stand in."""

from vsla.store.models.arrivals import GroupArrival
from vsla.store.models.base import Base
from vsla.store.models.courses import (
    BusinessResult,
    Course,
    CourseAttendance,
    CourseComponent,
    CourseDocument,
    CourseGroup,
    CourseParticipant,
    CourseReaction,
    CourseRulesRow,
    CourseSession,
    CourseTrainer,
    IncomeActivity,
    LevelTest,
)
from vsla.store.models.desk import ContestedDocument, RosterChange, ShareOutProposal
from vsla.store.models.funder_links import FunderLink
from vsla.store.models.ledger import JournalEntry, KindAccount, MovementRow
from vsla.store.models.office import AttentionSnooze, PackFetch, Target
from vsla.store.models.papers import PaperPrint
from vsla.store.models.people import (
    Assignment,
    CommitteeTerm,
    ConstitutionVersion,
    Cycle,
    ExchangeRate,
    Group,
    Member,
    Programme,
    User,
    Zone,
)
from vsla.store.models.projections import (
    AttendanceRow,
    BreachRow,
    FineCharged,
    GroupPosition,
    HelpGiven,
    LoanRow,
    MeetingSummary,
    RollupMonth,
)
from vsla.store.models.states import EntryKind, GroupStatus, Outcome, Role

__all__ = [
    "Assignment",
    "AttendanceRow",
    "AttentionSnooze",
    "Base",
    "BreachRow",
    "BusinessResult",
    "CommitteeTerm",
    "ConstitutionVersion",
    "ContestedDocument",
    "Course",
    "CourseAttendance",
    "CourseComponent",
    "CourseDocument",
    "CourseGroup",
    "CourseParticipant",
    "CourseReaction",
    "CourseRulesRow",
    "CourseSession",
    "CourseTrainer",
    "Cycle",
    "EntryKind",
    "ExchangeRate",
    "FineCharged",
    "FunderLink",
    "Group",
    "GroupArrival",
    "GroupPosition",
    "GroupStatus",
    "HelpGiven",
    "IncomeActivity",
    "JournalEntry",
    "KindAccount",
    "LevelTest",
    "LoanRow",
    "MeetingSummary",
    "Member",
    "MovementRow",
    "Outcome",
    "PackFetch",
    "PaperPrint",
    "Programme",
    "Role",
    "RollupMonth",
    "RosterChange",
    "ShareOutProposal",
    "Target",
    "User",
    "Zone",
]
