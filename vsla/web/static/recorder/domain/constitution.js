// What the rules ask of a constitution as the pack carries it.

/** Give the fine of an offence, zero when the list has none.
 * @param {Constitution} rules @param {string} offence @returns {Minor} */
export function fineFor(rules, offence) {
  const rule = rules.fines.find((each) => each.offence === offence);
  return rule ? rule.amount_minor : 0;
}

/** Tell whether loans may be granted at a meeting.
 * @param {Constitution} rules @param {number} number */
export function isLoanMeeting(rules, number) {
  const first = rules.lending_from_meeting;
  return number >= first && (number - first) % rules.loan_meeting_every === 0;
}
