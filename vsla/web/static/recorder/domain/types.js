// The shapes the domain works on, for the type checker alone: no module loads this file.

/**
 * An amount in the currency's minor unit, whole.
 * @typedef {number} Minor
 */
/**
 * A date such as 2017-12-31; two of them compare as texts.
 * @typedef {string} Day
 */
/**
 * Path in the document, code, and the values of its sentence. A Problem refuses, a Breach flags.
 * @typedef {[string, string, Record<string, number | string>]} Problem
 * @typedef {Problem} Breach
 */
/**
 * Sums of members, by id.
 * @typedef {Record<string, number>} ByMember
 */

/**
 * @typedef {object} Charge
 * @property {string} basis one of eight
 * @property {number} rate_ppm parts per million
 * @property {string} period four_weeks, month, year or whole_term
 * @property {boolean} stops_at_term
 */
/**
 * @typedef {object} Penalty
 * @property {string} kind none, fixed or share_of_debt
 * @property {Minor} amount_minor
 * @property {number} rate_ppm
 */
/**
 * A constitution as the pack carries it: what the rules ask of it.
 * @typedef {object} Constitution
 * @property {Minor} share_value_minor
 * @property {string[]} meeting_order
 * @property {{part: number, whole: number}} quorum
 * @property {number} shares_min
 * @property {number} shares_max
 * @property {Minor} solidarity_contribution_minor
 * @property {{need: string, amount_max_minor: Minor}[]} helps
 * @property {boolean} solidarity_loans
 * @property {number} solidarity_loan_weeks
 * @property {number} election_months
 * @property {string} profit_rule
 * @property {number} lending_from_meeting
 * @property {number} loan_meeting_every
 * @property {number} loan_multiple
 * @property {number} loan_term_max
 * @property {Charge} charge
 * @property {Penalty} penalty
 * @property {number} guarantors
 * @property {{offence: string, amount_minor: Minor}[]} fines
 * @property {string} fines_into
 * @property {string} heirs_rule
 */

/**
 * @typedef {object} Membership
 * @property {number} member
 * @property {Day} joined_on
 * @property {Day | null} [left_on] the last day
 */
/**
 * A member as the pack tells her.
 * @typedef {Membership & {passbook_number: number, name: string, gender: string, sign: string | null}} Person
 */
/**
 * One person's time in a post.
 * @typedef {object} Term
 * @property {string} post
 * @property {number} member
 * @property {Day} elected_on
 * @property {Day | null} [ended_on]
 */
/**
 * Everybody who belongs or is still owed money, and the posts held; a pack is one.
 * @typedef {{members: Membership[], posts: Term[]}} Roster
 */
/**
 * The group on the day of a meeting, beside its books.
 * @typedef {{constitution: Constitution, roster: Roster, cash_step_minor: Minor}} Standing
 */

/**
 * Day, penalty, interest, principal.
 * @typedef {[Day, Minor, Minor, Minor]} Payment
 */
/**
 * A loan as the books carry it.
 * @typedef {object} Loan
 * @property {number} loan
 * @property {number} member
 * @property {Day} granted_on
 * @property {number} term
 * @property {Day} due_on
 * @property {Minor} principal
 * @property {[string, number, string, boolean]} charge basis, rate, period, stops at term
 * @property {[string, Minor, number]} [penalty] kind, amount, rate
 * @property {boolean} [solidarity]
 * @property {Payment[]} [payments]
 */
/**
 * Principal, interest, penalty; none below zero.
 * @typedef {[Minor, Minor, Minor]} Owed
 */
/**
 * The books as the pack carries them.
 * @typedef {object} Books
 * @property {number} cycle
 * @property {Day} opened_on
 * @property {Day} share_out_on
 * @property {Record<string, Minor>} balances
 * @property {ByMember} shares
 * @property {ByMember} fines_owed
 * @property {ByMember} fine_arrears
 * @property {ByMember} payable
 * @property {Loan[]} loans
 * @property {number} last_meeting
 * @property {Day | null} last_held_on
 * @property {boolean} closed
 */
/**
 * What a phone needs of one group.
 * @typedef {object} Pack
 * @property {number} schema_version
 * @property {{group_id: number, code: string, name: string, place: string, currency: string, scale: number, cash_step_minor: Minor, cash_minor: Minor[]}} group
 * @property {number} entry_number
 * @property {Books} books
 * @property {{number: number, adopted_on: Day, body: Constitution}[]} constitutions
 * @property {Person[]} members
 * @property {Term[]} posts
 */

/** @typedef {{loan_fund_minor: Minor | null, solidarity_fund_minor: Minor | null}} CashCount */
/** @typedef {{member: number, state: string, by_representative: boolean}} AttendanceFact */
/** @typedef {{member: number, count: number}} ShareRow */
/** @typedef {{member: number, amount_minor: Minor}} AmountRow */
/** @typedef {AmountRow & {offence: string}} FineRow */
/** @typedef {AmountRow & {need: string, payee: number | null}} GrantRow */
/** @typedef {GrantRow & {line: number, weeks: number}} SolidarityLoanRow */
/** @typedef {AmountRow & {line: number, term: number, purpose: string, activity: string, guarantors: number[]}} LoanRow */
/** @typedef {AmountRow & {reason: string}} RefusalRow */
/** @typedef {{loan: number, amount_minor: Minor}} RepaymentRow */
/** @typedef {{loan: number, votes_for: number, votes_against: number}} WriteOffRow */
/** @typedef {{fund: string, amount_minor: Minor, what: string}} MoneyRow */
/** @typedef {{direction: string, channel: string, fund: string, amount_minor: Minor, reference: string}} TransferRow */
/** @typedef {{member: number, reason: string}} DepartureRow */
/**
 * A meeting as parsed: every part is there.
 * @typedef {object} MeetingDocument
 * @property {number} cycle
 * @property {number} meeting 0 is the opening of a cycle
 * @property {Day} held_on
 * @property {AttendanceFact[]} attendance
 * @property {CashCount} opening_count
 * @property {ShareRow[]} shares_bought
 * @property {AmountRow[]} solidarity_paid
 * @property {FineRow[]} fines_charged
 * @property {AmountRow[]} fines_paid
 * @property {GrantRow[]} solidarity_grants
 * @property {SolidarityLoanRow[]} solidarity_loans
 * @property {LoanRow[]} loans_granted
 * @property {RefusalRow[]} loans_refused
 * @property {RepaymentRow[]} repayments
 * @property {WriteOffRow[]} write_offs
 * @property {MoneyRow[]} expenses
 * @property {MoneyRow[]} other_income
 * @property {TransferRow[]} transfers
 * @property {AmountRow[]} payables_paid
 * @property {DepartureRow[]} departures
 * @property {CashCount} closing_count
 * @property {string} note
 * @property {number | null} chaired_by
 * @property {number | null} recorded_by
 * @property {number[]} confirmed_by
 */

/**
 * One movement of money; its kind names the account debited and the account credited.
 * @typedef {object} Movement
 * @property {string} kind
 * @property {Minor} amount above zero
 * @property {number | null} member
 * @property {number | null} loan
 * @property {number | null} count of shares
 */
/**
 * A box counted otherwise than the books say.
 * @typedef {{path: string, account: string, expected: Minor, counted: Minor}} Difference
 */
/**
 * One loan at the moment it was granted: the ceiling follows from it.
 * @typedef {{path: string, row: LoanRow, loan: Loan, savings: Minor, debt_before: Minor}} Lending
 */
/**
 * What follows from a meeting; counts only without problems.
 * @typedef {object} Posting
 * @property {Movement[]} movements
 * @property {Books} books
 * @property {DepartureRow[]} departures
 */
/** @typedef {{posting: Posting, problems: Problem[], breaches: Breach[]}} Posted */
/**
 * One word of a number, and whether a hyphen stands before it.
 * @typedef {[string, boolean?]} Word
 */
