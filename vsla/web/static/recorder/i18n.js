/** Everything that speaks, for the modules of a meeting; the first screen takes `texts.js` alone. */

export * from "./codes.js";
export * from "./texts.js";
