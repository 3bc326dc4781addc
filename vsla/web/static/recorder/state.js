/** A group as it stands on this phone: the pack, and over it what the office may not know yet. */

import { parseMeeting } from "./domain/document.js";
import { postMeeting, withDepartures } from "./domain/meeting.js";

/** @typedef {import("./store.js").Item} Item */
/**
 * @typedef {object} GroupState
 * @property {any} pack
 * @property {Books} books after the last meeting recorded here
 * @property {Roster & {members: any[]}} roster everybody, with those who joined or left here
 * @property {(day: Day) => Standing} standingOn
 * @property {Record<string, number>} lastShares what each member bought at the last meeting
 * @property {number} lastMeeting
 * @property {number} nextNumber
 * @property {Item[]} waiting what is laid over the pack
 * @property {Item[]} unsure meetings among them that do not fit on the books: the office decides
 * @property {number} fetchedAt
 * @property {boolean} stale the pack is three weeks old
 */

const OLD = 21 * 24 * 3600 * 1000;

/**
 * Lay what waits over the pack of a group, as the server will.
 * @param {import("./store.js").Store} store
 * @param {number} groupId
 * @param {number} [now]
 * @returns {Promise<GroupState | null>} null where the phone has no pack of this group
 */
export async function groupState(store, groupId, now = Date.now()) {
  const [kept, items] = await Promise.all([store.pack(groupId), store.outbox()]);
  if (!kept) return null;
  const { pack } = kept;
  const waiting = items.filter((item) => item.group_id === groupId && !isInPack(item, kept)).map(inside);
  /** @type {any} */
  let roster = { members: [...pack.members, ...(pack.departed || [])], posts: pack.posts };
  for (const item of waiting.filter((each) => each.kind === "member")) {
    roster = { ...roster, members: changed(roster.members, JSON.parse(item.body)) };
  }
  const standingOn = (/** @type {Day} */ day) => ({
    constitution: constitutionOn(pack.constitutions, day), roster, cash_step_minor: pack.group.cash_step_minor,
  });
  let { books } = pack;
  let lastShares = pack.last_shares || {};
  const unsure = [];
  for (const [item, document] of inOrder(waiting)) {
    const { posting, problems } = postMeeting(document, books, standingOn(document.held_on));
    if (problems.length > 0) {
      unsure.push(item);
    } else {
      ({ books } = posting);
      roster = withDepartures(roster, posting.departures, document.held_on);
      lastShares = sharesOf(document);
    }
  }
  // Before any meeting the books say -1.
  const lastMeeting = Math.max(0, books.last_meeting);
  return {
    pack, books, roster, standingOn, lastShares, lastMeeting, nextNumber: lastMeeting + 1, waiting, unsure,
    fetchedAt: kept.fetched_at, stale: now - kept.fetched_at >= OLD,
  };
}

/**
 * Tell whether the pack knows an item already; what is contested or refused is not laid on it either.
 * @param {Item} item
 * @param {import("./store.js").Kept} kept
 */
function isInPack({ state, answer, sent_at }, { pack, fetched_at }) {
  if (answer && answer.settled) return true;
  if (state === "waiting") return false;
  if (state !== "sent") return true;
  const number = answer && answer.entry_number;
  return number ? number <= pack.entry_number : fetched_at > (sent_at || 0);
}

/**
 * Give the item that came in a file, as if it had been made here.
 * @param {Item} item
 * @returns {Item}
 */
function inside(item) {
  if (item.kind !== "file") return item;
  const { kind, body } = JSON.parse(item.body);
  return { ...item, kind, body };
}

/**
 * Read the meetings among the items, in the order of their numbers.
 * @param {Item[]} items
 * @returns {[Item, MeetingDocument][]}
 */
function inOrder(items) {
  /** @type {[Item, MeetingDocument][]} */
  const read = [];
  for (const item of items.filter((each) => each.kind === "meeting")) {
    const { document } = parseMeeting(JSON.parse(item.body));
    if (document) read.push([item, document]);
  }
  return read.sort(([, a], [, b]) => a.meeting - b.meeting);
}

/**
 * Find the constitution in force on a day; before the first vote, the first one.
 * @param {{number: number, adopted_on: Day, body: Constitution}[]} versions
 * @param {Day} day
 */
export function constitutionOn(versions, day) {
  return versionOn(versions, day).body;
}

/**
 * @template {{number: number, adopted_on: Day}} V
 * @param {V[]} versions the oldest first
 * @param {Day} day
 * @returns {V}
 */
export function versionOn(versions, day) {
  const later = (/** @type {V} */ a, /** @type {V} */ b) =>
    a.adopted_on > b.adopted_on || (a.adopted_on === b.adopted_on && a.number > b.number) ? a : b;
  const inForce = versions.filter((version) => version.adopted_on <= day);
  return inForce.length > 0 ? inForce.reduce(later) : versions[0];
}

/**
 * Write a change of the roster into the list of members.
 * @param {any[]} members
 * @param {any} change as sent: `join` with all that is known, or `correct` with what differs
 */
function changed(members, { schema_version, change, ...person }) {
  const known = members.some((each) => each.member === person.member);
  if (known) return members.map((each) => (each.member === person.member ? { ...each, ...person } : each));
  return change === "join" ? [...members, { sign: null, ...person }] : members;
}

/**
 * @param {MeetingDocument} document
 * @returns {Record<string, number>}
 */
function sharesOf(document) {
  return Object.fromEntries(document.shares_bought.map((row) => [String(row.member), row.count]));
}
