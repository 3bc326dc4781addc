/** The courses of a trainer as this phone knows them, and what of them waits here. */

import { ask } from "../api.js";
import { orInMemory } from "../store.js";

/**
 * @typedef {{participant: number, passbook_number: number, name: string, partner_of: string | null,
 *   gender: string, group: string, enrolled_on: string, left_on: string | null}} Participant
 * @typedef {{course_id: number, group_id: number | null, name: string, component: string, place: string,
 *   starts_on: string, ends_on: string, weekday: string | null, sessions_planned: number,
 *   next_session: number, participants: Participant[]}} Course
 * @typedef {{courses: Course[], etag: string, fetched_at: number}} Kept
 */

export const KIND = "course_session";
const META = "courses";

/**
 * Fetch the courses, if they changed.
 * @param {import("../store.js").Store} store
 * @param {import("../people.js").Person} user
 * @param {import("../clock.js").Clock} clock
 */
export async function fetchCourses(store, user, clock) {
  const kept = await keptCourses(store);
  /** @type {Record<string, string>} */
  const headers = kept ? { "If-None-Match": kept.etag } : {};
  const answer = await ask("/api/courses/pack", { user: user.user_id, headers });
  const fetched_at = clock.now();
  if (answer.status === 200) {
    const { courses } = JSON.parse(answer.text);
    await orInMemory(store.putMeta(META, { courses, etag: answer.etag, fetched_at }));
  } else if (answer.status === 304 && kept) {
    await orInMemory(store.putMeta(META, { ...kept, fetched_at }));
  }
}

/**
 * @param {import("../store.js").Store} store
 * @returns {Promise<Kept | undefined>}
 */
export function keptCourses(store) {
  return store.meta(META);
}

/**
 * Give the sessions of a course that the office does not have yet.
 * @param {import("../store.js").Item[]} items of the outbox
 * @param {number} courseId
 */
export function openSessions(items, courseId) {
  return items
    .filter((item) => item.kind === KIND && item.state !== "sent")
    .map((item) => ({ item, document: JSON.parse(item.body) }))
    .filter(({ document }) => document.course === courseId);
}
