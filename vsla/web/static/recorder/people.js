/** Who uses this phone: the person it was last opened by, and everybody it keeps work of. */

const USERS = "recorder-users";
const LAST = "recorder-user";
const DEVICE = "recorder-device";

/** @typedef {{user_id: number, name: string, role?: string, language?: string}} Person */

/**
 * @param {string} key
 * @returns {any}
 */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) || "null");
  } catch (error) {
    return null;
  }
}

/**
 * @param {string} key
 * @param {any} value
 */
function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    // A private window forgets; the server still knows who is logged in.
  }
}

/** @returns {Person[]} everybody who ever recorded on this phone, the newest first */
export function people() {
  return read(USERS) || [];
}

/** @returns {Person | undefined} who opened the recorder last and has not logged out since */
export function lastPerson() {
  const last = read(LAST);
  return people().find((each) => each.user_id === last);
}

/** @param {Person} person who records from now on */
export function setPerson({ user_id, name, role, language }) {
  const person = { user_id, name, role, language };
  keep(USERS, [person, ...people().filter((each) => each.user_id !== user_id)]);
  keep(LAST, user_id);
}

/** Forget who recorded last: whoever comes next is asked. What everybody keeps stays. */
export function forgetLast() {
  keep(LAST, null);
}

/** @returns {string} the name of this phone in what it sends */
export function device() {
  const known = read(DEVICE);
  if (known) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  const made = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  keep(DEVICE, made);
  return made;
}
