// Post a meeting: document, books and standing in; movements, problems and breaches out.
import { layOut } from "./posting.js";
import { BREACH_RULES, PROBLEM_RULES } from "./rules.js";

/** Lay a meeting on the books and hold it against every rule; what is given stays as it was.
 * @param {MeetingDocument} document as parsed
 * @param {Books} books with every earlier meeting of the cycle posted
 * @param {Standing} standing on the day of the meeting
 * @returns {Posted} */
export function postMeeting(document, books, standing) {
  const run = layOut(document, books, standing);
  return {
    posting: { movements: run.movements, books: run.after(), departures: run.departures },
    problems: PROBLEM_RULES.flatMap((rule) => [...rule(run)]),
    breaches: BREACH_RULES.flatMap((rule) => [...rule(run)]),
  };
}

/** Write departures into a roster, or with null take them out again.
 * @template {Roster} R
 * @param {R} roster @param {DepartureRow[]} departures @param {Day | null} leftOn
 * @returns {R} */
export function withDepartures(roster, departures, leftOn) {
  const gone = new Set(departures.map((row) => row.member));
  const members = roster.members.map((who) =>
    gone.has(who.member) ? { ...who, left_on: leftOn } : who);
  return { ...roster, members };
}
