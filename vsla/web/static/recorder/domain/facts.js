// What a meeting leaves behind besides movements.

/** Tell whether a member took part: present or late, or by a representative.
 * @param {AttendanceFact} row */
export function attended(row) {
  return row.by_representative || row.state === "present" || row.state === "late";
}
