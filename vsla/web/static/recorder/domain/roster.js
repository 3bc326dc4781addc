// People of a group: who belongs on a day, and who holds a post.

/** First and last day included.
 * @param {Membership} who @param {Day} day */
export function belongsOn(who, day) {
  return who.joined_on <= day && (!who.left_on || day <= who.left_on);
}

/** The last day belongs to the successor.
 * @param {Term} term @param {Day} day */
export function holdsOn(term, day) {
  return term.elected_on <= day && (!term.ended_on || day < term.ended_on);
}

/** List who belongs on a day.
 * @param {Roster} roster @param {Day} day */
export function membersOn(roster, day) {
  return roster.members.filter((who) => belongsOn(who, day));
}
