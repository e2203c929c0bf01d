/** Figures and times in the phrases of expectations. */
import type { Window } from '../duration'

/** ` from 1 s to 2.5 s`. */
export function spanText([from_ms, to_ms]: Window): string {
  return ` from ${secondsText(from_ms)} to ${secondsText(to_ms)}`
}

export function secondsText(ms: number): string {
  return `${numberText(ms / 1000)} s`
}

/** Three decimals at most. */
export function numberText(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
