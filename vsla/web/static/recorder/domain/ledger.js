// Accounts, and the kinds of movement a meeting makes: each names the account debited, then the
// account credited. Share-outs are not reckoned on a phone.

const DEBIT = ["cash_loan_fund", "cash_solidarity", "bank", "bank_solidarity", "loans",
  "fines_owed", "solidarity_loans", "expenses", "loan_losses"];
const CREDIT = ["member_shares", "solidarity_fund", "retained", "shareout_payable",
  "interest_income", "fines_income", "other_income", "cash_difference", "profit"];

export const ACCOUNTS = [...DEBIT, ...CREDIT];

/** Accounts whose balance reads as debits less credits. */
export const DEBIT_NORMAL = new Set(DEBIT);

/** What share-out gathers into profit. */
export const RESULT_ACCOUNTS = ["interest_income", "fines_income", "other_income", "expenses",
  "loan_losses", "cash_difference", "retained"];

/** Money that can be touched. */
export const NEVER_NEGATIVE = new Set(DEBIT.slice(0, 4));

/** @type {Record<string, [string, string]>} */
export const ACCOUNTS_OF = {
  shares_bought: ["cash_loan_fund", "member_shares"],
  solidarity_paid: ["cash_solidarity", "solidarity_fund"],
  solidarity_grant: ["solidarity_fund", "cash_solidarity"],
  solidarity_loan: ["solidarity_loans", "cash_solidarity"],
  solidarity_repaid: ["cash_solidarity", "solidarity_loans"],
  solidarity_written_off: ["solidarity_fund", "solidarity_loans"],
  solidarity_expense: ["solidarity_fund", "cash_solidarity"],
  solidarity_income: ["cash_solidarity", "solidarity_fund"],
  fine_paid: ["cash_loan_fund", "fines_income"],
  fine_paid_solidarity: ["cash_solidarity", "solidarity_fund"],
  fine_arrears_paid: ["cash_loan_fund", "fines_owed"],
  loan_disbursed: ["loans", "cash_loan_fund"],
  principal_repaid: ["cash_loan_fund", "loans"],
  interest_paid: ["cash_loan_fund", "interest_income"],
  penalty_paid: ["cash_loan_fund", "fines_income"],
  loan_written_off: ["loan_losses", "loans"],
  expense: ["expenses", "cash_loan_fund"],
  other_income: ["cash_loan_fund", "other_income"],
  to_bank: ["bank", "cash_loan_fund"],
  from_bank: ["cash_loan_fund", "bank"],
  to_bank_solidarity: ["bank_solidarity", "cash_solidarity"],
  from_bank_solidarity: ["cash_solidarity", "bank_solidarity"],
  cash_over: ["cash_loan_fund", "cash_difference"],
  cash_short: ["cash_difference", "cash_loan_fund"],
  solidarity_over: ["cash_solidarity", "solidarity_fund"],
  solidarity_short: ["solidarity_fund", "cash_solidarity"],
  shareout_arrears_paid: ["shareout_payable", "cash_loan_fund"],
  leaving_shares: ["member_shares", "shareout_payable"],
  leaving_profit: ["expenses", "shareout_payable"],
  leaving_rounded_off: ["shareout_payable", "other_income"],
  leaving_paid: ["shareout_payable", "cash_loan_fund"],
  principal_set_off: ["shareout_payable", "loans"],
  interest_set_off: ["shareout_payable", "interest_income"],
  penalty_set_off: ["shareout_payable", "fines_income"],
  fine_set_off: ["shareout_payable", "fines_income"],
  fine_arrears_set_off: ["shareout_payable", "fines_owed"],
  held_for_solidarity: ["shareout_payable", "cash_loan_fund"],
};

/** Add one movement to balances in place.
 * @param {Record<string, Minor>} sums
 * @param {Movement} movement */
export function apply(sums, { kind, amount }) {
  const [debit, credit] = ACCOUNTS_OF[kind];
  sums[debit] += DEBIT_NORMAL.has(debit) ? amount : -amount;
  sums[credit] += DEBIT_NORMAL.has(credit) ? -amount : amount;
}
