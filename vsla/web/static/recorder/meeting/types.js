// Shapes the modules of a meeting share; read by tsc alone, no module loads this file.

/**
 * What stands against a place of the draft: a refusal or a breach.
 * @typedef {{path: string, kind: "bad" | "warn", text?: string, code?: string, values?: any}} Said
 */
/**
 * Running totals in minor units; boxes are loan fund and solidarity fund.
 * @typedef {{before: number[], expected: number[], after: number[],
 *   steps: Record<string, {into: number, out: number, boxes: number[]}>}} Totals
 */
/**
 * The main button of a step.
 * @typedef {{text: string, go: () => void, sign?: string, disabled?: boolean}} NextButton
 */
/**
 * What a step draws: its rows, the running total, and the main button where it is not the next step.
 * `next: null` draws no button; a function that gives null leaves it to the next step.
 * @typedef {object} Step
 * @property {any[]} main
 * @property {string} [title]
 * @property {() => any[]} [foot]
 * @property {(() => NextButton | null) | null} [next]
 * @property {boolean} [plain] without the two boxes
 * @property {() => number} [box] which box is being counted
 * @property {(box: number) => void} [pickBox]
 * @property {() => number[]} [shown] what the boxes say
 * @property {() => boolean[]} [right] which are counted and right
 */
