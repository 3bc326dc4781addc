"""What every indicator of the registry is called, and what exactly it counts."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from vsla.domain.registry import Split, Subject


@dataclass(frozen=True)
class Words:
    """Name and definition of a figure, as the reader sees them."""

    name: LazyString
    definition: LazyString


SUBJECTS: dict[Subject, LazyString] = {
    Subject.GROUPS: _l("Groups"),
    Subject.MEMBERS: _l("Members"),
    Subject.MEETINGS: _l("Meetings"),
    Subject.COMMITTEES: _l("Committees"),
    Subject.SAVINGS: _l("Savings"),
    Subject.LOANS: _l("Loans"),
    Subject.SOLIDARITY: _l("Solidarity and fines"),
    Subject.RETURNS: _l("Returns"),
    Subject.PROGRAMME: _l("Programme"),
}

SPLITS: dict[Split, LazyString] = {
    Split.SEX: _l("sex"),
    Split.AGE: _l("age"),
    Split.CATEGORY: _l("category of members"),
    Split.COMPOSITION: _l("groups of women, mixed, of men"),
    Split.GROUP: _l("group"),
    Split.ZONE: _l("zone"),
}

_GROUPS = {
    "groups": Words(
        _l("Groups"),
        _l("Groups formed by the last day and past their set-up, disengaged ones among them."),
    ),
    "groups_active": Words(
        _l("Active groups"), _l("Groups the programme has not parted from by the last day.")
    ),
    "groups_disengaged": Words(
        _l("Groups disengaged"),
        _l("Groups the programme has parted from by the last day, of all its groups."),
    ),
    "groups_women_only": Words(
        _l("Groups of women"), _l("Groups whose members are all women, of all groups.")
    ),
    "groups_mixed": Words(
        _l("Mixed groups"), _l("Groups with women and men as members, of all groups.")
    ),
    "groups_men_only": Words(
        _l("Groups of men"), _l("Groups whose members are all men, of all groups.")
    ),
    "group_age": Words(
        _l("Age of the groups"), _l("Weeks since savings started, on average over all groups.")
    ),
    "groups_up_to_date": Words(
        _l("Groups up to date"),
        _l("Active groups that met in the two weeks before the last day, of all active groups."),
    ),
    "groups_late": Words(
        _l("Groups silent for two weeks"),
        _l("Active groups of which nothing came for two to four weeks, of all active groups."),
    ),
    "groups_later": Words(
        _l("Groups silent for four weeks"),
        _l("Active groups of which nothing came for four weeks or more, of all active groups."),
    ),
}

_MEMBERS = {
    "members": Words(
        _l("Members"),
        _l("All who belong to these groups on the last day, to disengaged groups too."),
    ),
    "women": Words(_l("Women of the members"), _l("Women, of all members of the last day.")),
    "membership_growth": Words(
        _l("Growth of membership"),
        _l("Members won or lost since the start of the cycle, of the members at its start."),
    ),
    "members_left": Words(
        _l("Members who left"), _l("Members who left in the period, for whatever reason.")
    ),
    "drop_out": Words(
        _l("Drop-out"),
        _l("Members who left, of all who belonged: those of the last day and those who left."),
    ),
    "retention": Words(
        _l("Retention"),
        _l("Members of the last day, of all who belonged: them and those who left."),
    ),
}

_MEETINGS = {
    "meetings": Words(_l("Meetings held"), _l("Meetings of the period that were received.")),
    "attendance": Words(
        _l("Attendance"),
        _l("Members who came, late ones and those represented too, of all who belonged at each."),
    ),
    "by_representative": Words(
        _l("Came by a representative"),
        _l("Members who sent somebody, of all who belonged at each meeting."),
    ),
    "punctuality": Words(_l("Came in time"), _l("Members who came in time, of all who came.")),
    "attendance_last_four": Words(
        _l("Attendance at the last four meetings"),
        _l("As attendance, over the last four meetings of each group."),
    ),
}

_COMMITTEES = {
    "mixed_groups_female_majority_committee": Words(
        _l("Committees with a majority of women"),
        _l(
            "Mixed groups in which more than half of the management committee are women, of all"
            " groups with women and men. Key holders are not on the committee."
        ),
    ),
    "groups_female_chair": Words(
        _l("Groups chaired by a woman"),
        _l("Groups with a woman in the chair, of all with a chair."),
    ),
    "committee_posts": Words(
        _l("Posts on committees"),
        _l("Posts held on the last day: chair, secretary, treasurer and counters."),
    ),
}

_SAVINGS = {
    "savings": Words(
        _l("Savings"),
        _l(
            "Shares bought at the meetings of these months. Solidarity money, repayments and fines"
            " are not savings."
        ),
    ),
    "savings_per_head_month": Words(
        _l("Savings a head and month"),
        _l("All savings, divided by the members of the last day and by the number of months."),
    ),
    "savings_of_cycle": Words(
        _l("Savings of the running cycles"),
        _l("Shares bought since each group's cycle began, less what leavers took out."),
    ),
    "savings_per_member": Words(
        _l("Savings of the cycle per member"),
        _l("Savings of the running cycles, divided by the members, savings now lent included."),
    ),
    "savings_per_group": Words(
        _l("Savings of the cycle per group"),
        _l("Savings of the running cycles, divided by all groups."),
    ),
    "members_saving": Words(
        _l("Members who save"),
        _l("Members with at least one share in the running cycle, of all members."),
    ),
}

_LOANS = {
    "loans_out": Words(
        _l("Loans out"), _l("Principal not yet repaid; loans of the solidarity fund left out.")
    ),
    "loans_open": Words(_l("Loans open"), _l("How many loans are not repaid yet.")),
    "members_with_loan": Words(
        _l("Members with a loan"),
        _l("Different members with a loan open, of all members."),
    ),
    "average_loan_outstanding": Words(
        _l("Average loan outstanding"), _l("Loans out, divided by the loans open.")
    ),
    "loans_given": Words(_l("Loans given"), _l("Principal of the loans given in the period.")),
    "loans_given_count": Words(_l("Number of loans given"), _l("Loans given in the period.")),
    "average_loan_size": Words(
        _l("Average loan size"), _l("Principal of the loans given in the period, for each loan.")
    ),
    "principal_repaid": Words(
        _l("Principal repaid"), _l("Principal repaid in the period, set off at share-out too.")
    ),
    "interest_paid": Words(
        _l("Charges on loans paid"), _l("Interest and charges on loans paid in the period.")
    ),
    "loan_fund_cash": Words(
        _l("Money in the loan fund"), _l("What the loan funds hold in box and bank.")
    ),
    "loan_fund_use": Words(
        _l("Use of the loan fund"),
        _l("Loans out, of loans out and money in the loan fund together."),
    ),
    "loan_turnover": Words(
        _l("Loans given against savings"),
        _l("Loans given in the period, of the savings of the period; it may be more than all."),
    ),
    "arrears": Words(
        _l("Arrears"),
        _l("What is unpaid, with charges, of loans past their due date at the last meeting."),
    ),
    "portfolio_at_risk": Words(
        _l("Portfolio at risk"), _l("Arrears, of the principal of all loans out.")
    ),
    "written_off": Words(_l("Loans written off"), _l("Principal given up in the period.")),
    "written_off_per_graduated_group": Words(
        _l("Written off per group that shared out"),
        _l("Principal given up in the period, divided by the groups that completed a cycle."),
    ),
    "loans_written_off": Words(
        _l("Part of the loans written off"),
        _l("Loans given up in the period, of the loans given in it, as counts."),
    ),
}

_SOLIDARITY = {
    "solidarity_fund": Words(
        _l("Solidarity fund"), _l("What the solidarity funds hold in box and bank.")
    ),
    "solidarity_paid": Words(
        _l("Paid into solidarity"), _l("What members paid into the solidarity fund in the period.")
    ),
    "solidarity_grants": Words(
        _l("Help given"), _l("Money given by the solidarity fund in the period, not lent.")
    ),
    "members_assisted": Words(
        _l("Members assisted by the solidarity fund"),
        _l(
            "Different members who were given money. Who was helped twice counts once; a loan is"
            " not counted."
        ),
    ),
    "solidarity_reach": Words(
        _l("Part of the members assisted"),
        _l("Members assisted in these months, of the members of the last day."),
    ),
    "fines_charged": Words(_l("Fines charged"), _l("Fines charged in the period, paid or not.")),
    "fines_paid": Words(_l("Fines paid"), _l("Fines paid in the period, older ones too.")),
}

_RETURNS = {
    "profit": Words(
        _l("Profit so far"),
        _l("Money in the loan fund, loans out and property, less savings, debts and old property."),
    ),
    "retained_earnings": Words(
        _l("Retained earnings"), _l("Profit with the property held at the start of the cycle.")
    ),
    "equity": Words(
        _l("What belongs to the members"),
        _l("Savings, retained earnings and solidarity fund; equal to assets less debts."),
    ),
    "equity_per_member": Words(
        _l("Belongs to each member"), _l("What belongs to the members, divided by the members.")
    ),
    "profit_per_member": Words(
        _l("Profit per member"), _l("Profit so far, divided by the members.")
    ),
    "profit_per_group": Words(_l("Profit per group"), _l("Profit so far, divided by the groups.")),
    "return_on_savings": Words(
        _l("Return on savings"), _l("Profit so far, of the savings of the running cycles.")
    ),
    "return_on_assets": Words(
        _l("Return on assets"), _l("Profit so far, of all that the groups have.")
    ),
    "return_on_assets_annualised": Words(
        _l("Return on assets in a year"),
        _l("Return on assets brought to 52 weeks by the average age of the groups."),
    ),
    "loans_of_assets": Words(
        _l("Loans, part of assets"), _l("Loans out, of all that the groups have.")
    ),
    "cash_of_assets": Words(
        _l("Loan fund, part of assets"),
        _l("Money in the loan fund, of all that the groups have."),
    ),
    "solidarity_of_assets": Words(
        _l("Solidarity, part of assets"), _l("Solidarity fund, of all that the groups have.")
    ),
    "property_of_assets": Words(
        _l("Property, part of assets"),
        _l("Property of the groups, of all that they have; this ledger keeps money alone."),
    ),
    "debts_of_liabilities": Words(
        _l("Debts, part of liabilities"), _l("Debts to others, of debts and members' money.")
    ),
    "equity_of_liabilities": Words(
        _l("Members' part of liabilities"),
        _l("What belongs to the members, of it and debts to others together."),
    ),
    "projected_share_value": Words(
        _l("Projected value of a share"),
        _l("Savings and profit so far, for each share: what one would be worth shared out today."),
    ),
    "projected_share_out_per_member": Words(
        _l("Projected share-out per member"),
        _l("Savings and profit so far, divided by the members."),
    ),
    "projected_share_out_per_group": Words(
        _l("Projected share-out per group"), _l("Savings and profit so far, divided by the groups.")
    ),
    "paid_out": Words(
        _l("Paid out to members"), _l("Money paid at share-outs and to leavers in the period.")
    ),
    "growth_of_shared_out": Words(
        _l("Growth of what was shared out"),
        _l("What members were paid beyond the savings they had put in, of those savings."),
    ),
}

_PROGRAMME = {
    "facilitators": Words(
        _l("Facilitators"), _l("Facilitators who have access to the application today.")
    ),
    "groups_per_facilitator": Words(
        _l("Groups per facilitator"), _l("Active groups, divided by the facilitators.")
    ),
    "members_per_facilitator": Words(
        _l("Members per facilitator"), _l("Members, divided by the facilitators.")
    ),
    "cost_per_member": Words(
        _l("Cost per member"),
        _l("What the programme spent, divided by the members; a dash where no cost is entered."),
    ),
}

INDICATOR_WORDS: dict[str, Words] = {
    **_GROUPS,
    **_MEMBERS,
    **_MEETINGS,
    **_COMMITTEES,
    **_SAVINGS,
    **_LOANS,
    **_SOLIDARITY,
    **_RETURNS,
    **_PROGRAMME,
}
"""Name and definition of each indicator by its code."""
