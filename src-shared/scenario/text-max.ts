/** Longest text of a scenario or comparison, in characters, wherever it comes from. */
export const SCENARIO_CHARS_MAX = 262_144
