"""All tables, whatever module they stand in."""

from vsla.store.models.arrivals import GroupArrival
from vsla.store.models.base import Base
from vsla.store.models.desk import ContestedDocument, RosterChange, ShareOutProposal
from vsla.store.models.ledger import JournalEntry, KindAccount, MovementRow
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
from vsla.store.models.states import EntryKind, GroupStatus, Role

__all__ = [
    "Assignment",
    "AttendanceRow",
    "Base",
    "BreachRow",
    "CommitteeTerm",
    "ConstitutionVersion",
    "ContestedDocument",
    "Cycle",
    "EntryKind",
    "ExchangeRate",
    "FineCharged",
    "Group",
    "GroupArrival",
    "GroupPosition",
    "GroupStatus",
    "HelpGiven",
    "JournalEntry",
    "KindAccount",
    "LoanRow",
    "MeetingSummary",
    "Member",
    "MovementRow",
    "PaperPrint",
    "Programme",
    "Role",
    "RollupMonth",
    "RosterChange",
    "ShareOutProposal",
    "User",
    "Zone",
]
