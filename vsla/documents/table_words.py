"""What tables and their columns are called in a file, and what each of them means."""

from __future__ import annotations

from vsla.documents import savix_words
from vsla.documents.marks import lazy as _l

_Texts = dict[str, tuple[str, str]]

TABLES: _Texts = {
    "groups": (_l("Groups"), _l("Each group with where it stands at its last entry.")),
    "members": (
        _l("Members"),
        _l(
            "Each member who ever belonged, with what she or he has saved and owes in the running"
            " cycle."
        ),
    ),
    "meetings": (_l("Meetings"), _l("Each meeting that stands, after all corrections.")),
    "loans": (_l("Loans"), _l("Each loan that was ever given, solidarity loans among them.")),
    "months": (
        _l("Figures by month and sex"),
        _l("What moved in each month, added up from the ledger by group, cycle and sex."),
    ),
    "posts": (_l("Committees"), _l("Each time somebody held a post.")),
    "help": (
        _l("Help from the solidarity fund"),
        _l("Each help given or lent; what it was for is kept from all tables."),
    ),
    "checks": (
        _l("Passbooks checked"),
        _l("Each passbook that was drawn by chance and looked at, beside the books of that day."),
    ),
    "visits": (_l("Visits"), _l("Each visit to a group, with the score of its checklist.")),
    "member_fields": (
        _l("Own fields of members"),
        _l("What stands in the fields the programme added to members, one line each."),
    ),
    "group_fields": (
        _l("Own fields of groups"),
        _l("What stands in the fields the programme added to groups, one line each."),
    ),
    "actions": (_l("Agreed at visits"), _l("Each thing to do that was agreed at a visit.")),
    "indicators": (
        _l("Indicators"),
        _l("Each indicator of the choice, money by currency and together at the rates named."),
    ),
    "savix": (
        _l("Quarterly set"),
        _l(
            "The 25 items of each group in the quarter of the last day chosen; refused ones are"
            " left out."
        ),
    ),
    "savix_checks": (
        _l("Checks of the quarterly set"),
        _l("Each thing the form of the quarterly set says of a group."),
    ),
}
"""Title of each table, and what its lines are."""

COLUMNS: _Texts = {
    "programme": (_l("Programme"), _l("Code of the programme.")),
    "group_code": (
        _l("Code of the group"),
        _l("Short name of the group, unique in its programme."),
    ),
    "group_name": (_l("Group"), _l("Name of the group.")),
    "zone": (_l("Zone"), _l("Zone of the programme.")),
    "place": (_l("Place"), _l("Where the group meets.")),
    "status": (_l("State of the group"), _l("Being set up, active, or no longer accompanied.")),
    "currency": (_l("Currency"), _l("Currency of all amounts of this line.")),
    "formed_on": (_l("Formed on"), _l("Day the group was formed.")),
    "disengaged_on": (
        _l("Parted from on"),
        _l("Day on which the programme ceased to accompany the group."),
    ),
    "cycle": (_l("Cycle"), _l("Number of the cycle in the group.")),
    "meetings_held": (_l("Meetings held"), _l("Meetings recorded in the running cycle.")),
    "last_held_on": (_l("Last meeting"), _l("Day of the last entry of the running cycle.")),
    "women": (_l("Women"), _l("Women who belong at the last entry.")),
    "men": (_l("Men"), _l("Men who belong at the last entry.")),
    "sex_other": (_l("Another sex"), _l("Members of another sex at the last entry.")),
    "sex_unsaid": (_l("Sex not said"), _l("Members whose sex nobody noted, at the last entry.")),
    "members_all": (_l("All members"), _l("Women, men, another sex and not said together.")),
    "shares": (_l("Shares"), _l("Count of shares bought.")),
    "savings": (_l("Savings"), _l("Money paid for shares.")),
    "loans_out": (_l("Loans out"), _l("Principal that is lent and not yet repaid.")),
    "loans_open": (_l("Open loans"), _l("Count of loans that are not settled.")),
    "arrears": (_l("Overdue"), _l("Principal past its due day at the last entry.")),
    "box_loan_fund": (_l("Box of the loan fund"), _l("Cash in the box by the books.")),
    "box_solidarity": (_l("Box of the solidarity fund"), _l("Cash in the box by the books.")),
    "bank": (_l("At the bank"), _l("Money of both funds at the bank.")),
    "passbook": (_l("Passbook"), _l("Number of the passbook in the group.")),
    "name": (
        _l("Name"),
        _l("Name of the member; personal, only for those who work with the group."),
    ),
    "sex": (_l("Sex"), _l("Sex as the member said it.")),
    "birth_year": (_l("Year of birth"), _l("As the member said it; personal.")),
    "category": (_l("Category"), _l("How the member is connected with the gold chain.")),
    "literacy": (_l("Reading"), _l("What the member can read.")),
    "disability": (_l("Disability"), _l("As the member said it.")),
    "head_of_household": (_l("Head of household"), _l("As the member said it.")),
    "joined_on": (_l("Joined on"), _l("First day as a member.")),
    "left_on": (_l("Left on"), _l("Last day as a member.")),
    "leaving_reason": (_l("Reason of leaving"), _l("Why the member left.")),
    "owed": (
        _l("Owed on loans"),
        _l("Principal the member still owes, solidarity loans among it."),
    ),
    "meeting": (_l("Meeting"), _l("Number of the meeting in the cycle.")),
    "held_on": (_l("Held on"), _l("Day of the meeting.")),
    "attended": (_l("Came"), _l("Members present or late, or who sent somebody.")),
    "expected": (_l("Expected"), _l("Members who belonged on the day.")),
    "solidarity": (_l("Solidarity paid in"), _l("Paid into the solidarity fund.")),
    "loans_given": (_l("Loans given"), _l("Count of loans given from the loan fund.")),
    "lent": (_l("Lent"), _l("Principal given out.")),
    "repaid": (_l("Repaid"), _l("Paid back on loans.")),
    "fines_paid": (_l("Fines paid"), _l("Fines paid in cash.")),
    "grants": (_l("Help given"), _l("Given from the solidarity fund, not to be repaid.")),
    "difference": (_l("Difference of the count"), _l("Cash counted less what the books say.")),
    "breaches": (_l("Broken rules"), _l("Rules of the group that the meeting broke.")),
    "loan": (_l("Loan"), _l("Number of the loan in the group.")),
    "granted_on": (_l("Given on"), _l("Day the money was handed over.")),
    "due_on": (_l("Due on"), _l("Day by which all is to be repaid.")),
    "principal": (_l("Sum lent"), _l("Principal as given.")),
    "from_solidarity": (
        _l("From the solidarity fund"),
        _l("Yes for a loan of the solidarity fund."),
    ),
    "principal_left": (_l("Still owed"), _l("Principal not yet repaid.")),
    "interest_paid": (_l("Charges paid"), _l("Service charge paid.")),
    "penalty_paid": (_l("Penalties paid"), _l("Penalty for lateness paid.")),
    "written_off": (_l("Given up"), _l("Principal the group gave up.")),
    "settled_on": (_l("Settled on"), _l("Day on which nothing was owed any more.")),
    "month": (_l("Month"), _l("First day of the month.")),
    "meetings_expected": (
        _l("Times expected"),
        _l("Members expected, added up over the meetings."),
    ),
    "meetings_attended": (_l("Times came"), _l("Members who came, added up over the meetings.")),
    "came_late": (_l("Came late"), _l("Part of those who came.")),
    "came_by_proxy": (_l("Sent somebody"), _l("Part of those who came.")),
    "excused": (_l("Excused"), _l("Stayed away with an excuse.")),
    "grants_count": (_l("Times helped"), _l("Count of help given.")),
    "solidarity_loans_count": (_l("Solidarity loans"), _l("Count of solidarity loans given.")),
    "solidarity_lent": (
        _l("Lent from the solidarity fund"),
        _l("Principal of solidarity loans given."),
    ),
    "fines_charged": (_l("Fines charged"), _l("Fines the meeting decided, paid or not.")),
    "principal_repaid": (_l("Principal repaid"), _l("Principal repaid in cash or set off.")),
    "left_count": (_l("Left"), _l("Members who left.")),
    "paid_out": (_l("Paid out"), _l("Paid out at share-out and at leaving.")),
    "meetings_count": (
        _l("Meetings"),
        _l("Meetings held; of the group, so in the line where no sex is said."),
    ),
    "written_off_count": (_l("Loans given up"), _l("Count of loans given up.")),
    "capital_out": (
        _l("Savings paid back"),
        _l("Savings made payable at leaving and share-out."),
    ),
    "gain_out": (_l("Profit paid out"), _l("Profit made payable with them.")),
    "loss_out": (_l("Loss borne"), _l("Loss taken off what was payable.")),
    "savings_change": (
        _l("Change of savings"),
        _l("Added up from the first month: the savings that stand at the end of a month."),
    ),
    "shares_change": (_l("Change of shares"), _l("The same, as a count of shares.")),
    "savers_change": (_l("Change of savers"), _l("The same, of members with savings.")),
    "loans_change": (_l("Change of loans out"), _l("The same, of principal lent.")),
    "loans_change_count": (_l("Change of open loans"), _l("The same, as a count of loans.")),
    "borrowers_change": (_l("Change of borrowers"), _l("The same, of members with a loan.")),
    "arrears_change": (_l("Change of arrears"), _l("The same, of what is owed on late loans.")),
    "cash_change": (
        _l("Change of the loan fund's cash"),
        _l("The same, in box and bank; of the group."),
    ),
    "solidarity_change": (
        _l("Change of the solidarity fund"),
        _l("The same, in box and bank; of the group."),
    ),
    "debts_change": (_l("Change of debts"), _l("The same, of what the group owes.")),
    "post": (_l("Post"), _l("Post on the committee, or holder of a key.")),
    "elected_on": (_l("Elected on"), _l("Day of the election.")),
    "ended_on": (_l("Ended on"), _l("Last day in the post.")),
    "given_on": (_l("Given on"), _l("Day of the help.")),
    "amount": (_l("Amount"), _l("Money handed over.")),
    "field": (_l("Field"), _l("Name of the field, as the programme called it.")),
    "member_value": (
        _l("What stands there"),
        _l("As it was written; personal, only for those who work with the group."),
    ),
    "group_value": (_l("What stands there"), _l("As it was written.")),
    "visit": (_l("Visit"), _l("Number of the visit in the group.")),
    "visited_on": (_l("Visited on"), _l("Day of the visit.")),
    "points": (_l("Points"), _l("Two for what was good, one for what was good in part.")),
    "points_most": (_l("Points at most"), _l("Two for each thing that was looked at.")),
    "agreed": (
        _l("What was agreed"),
        _l("In words; only for those who work with the group."),
    ),
    "to_do_by": (_l("To do by"), _l("Day until which it was to be done.")),
    "done_on": (_l("Done on"), _l("Day on which somebody said it was done.")),
    "sample": (_l("Sample"), _l("Number of the sample the passbook was drawn in.")),
    "time_entered": (
        _l("Time entered"),
        _l("1 for the first time it was entered; the last one counts."),
    ),
    "outcome": (_l("What happened"), _l("The passbook was seen, was missing, or nobody was met.")),
    "checked_on": (_l("Checked on"), _l("Day the passbook was looked at.")),
    "last_line_on": (_l("Day of the last line"), _l("The last day written in the passbook.")),
    "paper_shares": (_l("Shares in the passbook"), _l("Count of shares, as the passbook says.")),
    "paper_owed": (_l("Owed in the passbook"), _l("Loan still to repay, as the passbook says.")),
    "agrees": (_l("Agrees"), _l("Day, shares and loan are those of the books on that day.")),
    "as_loan": (_l("As a loan"), _l("Yes where it is to be repaid.")),
    **savix_words.COLUMNS,
    "in_subject": (_l("Subject"), _l("Under which heading it stands.")),
    "in_name": (_l("Indicator"), _l("Its name.")),
    "in_definition": (_l("Definition"), _l("What it counts.")),
    "in_unit": (_l("Unit"), _l("Count, money, percent or weeks.")),
    "in_women": (_l("Women"), _l("Of women alone; empty where it is not told by sex.")),
    "in_men": (_l("Men"), _l("Of men alone; empty where it is not told by sex.")),
    "in_all": (
        _l("Together"),
        _l("Of all, who gave no sex or another one among them; empty over nothing."),
    ),
    "in_above": (_l("Numerator"), _l("What is divided, of all.")),
    "in_below": (_l("Denominator"), _l("By what it is divided, of all.")),
    "in_from": (_l("First day"), _l("Of the months that were chosen.")),
    "in_to": (_l("Last day"), _l("Of the months that were chosen.")),
    "in_as_of": (_l("As of"), _l("Day on which members and groups are counted.")),
    "in_rates": (
        _l("Rates"),
        _l("Where money of several currencies is added: what one unit was worth, since when."),
    ),
    "in_formula": (_l("Formula"), _l("In the names of the documentation.")),
    "in_source": (_l("Source"), _l("Key of whose definition it is.")),
}
"""Head of each column, and its definition; the same in every table."""

ABOUT: dict[str, str] = {
    "definitions": _l("Definitions"),
    "column": _l("Column"),
    "meaning": _l("Meaning"),
    "made_on": _l("Made on"),
    "made_for": _l("Made for"),
    "contains": _l("Personal data"),
    "with_names": _l("Contains names and years of birth. Do not pass it on."),
    "without_names": _l("Contains no names."),
}
"""Words of the sheet of definitions."""
