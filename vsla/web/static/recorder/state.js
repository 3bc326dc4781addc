/** The books of a group as they stand on this phone: the pack, and what waits laid over it. */

/**
 * @param {import("./store.js").Store} store
 * @param {number} groupId
 * @returns {Promise<any>} null where no pack was ever fetched
 */
export async function groupState(store, groupId) {
  const [kept, items] = await Promise.all([store.pack(groupId), store.outbox()]);
  if (!kept) return null;
  const waiting = items.filter((item) => item.group_id === groupId && item.state === "waiting");
  const { pack } = kept;
  const lastMeeting = pack.books.last_meeting;
  return {
    pack, books: pack.books, roster: { members: pack.members, terms: pack.posts },
    lastShares: pack.last_shares || {}, lastMeeting, nextNumber: (lastMeeting || 0) + 1, waiting,
    stale: false,
  };
}
