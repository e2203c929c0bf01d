/** Words for what a sweep found. */
import type { Failure } from '../../sweep/outcome'
import type { ScenarioSize } from '../../sweep/shrink/shrink'

/** `election-safety at 4.321 s: two leaders in term 7`. */
export function describeFailure({ check, text, at_us }: Failure): string {
  const when = at_us === null ? '' : ` at ${(at_us / 1e6).toFixed(3)} s`
  return text.startsWith(check) ? `${text}${when}` : `${check}${when}: ${text}`
}

/** `3 nodes, 1 client, 2 faults, 1.2 s`. */
export function describeSize({ nodes, clients, faults, duration_ms }: ScenarioSize): string {
  return `${pluralize(nodes, 'node')}, ${pluralize(clients, 'client')}, ${pluralize(faults, 'fault')}, ${duration_ms / 1000} s`
}

/** `1 seed`, `2,000 seeds`. */
export function pluralize(count: number, thing: string): string {
  return `${formatInteger(count)} ${thing}${count === 1 ? '' : 's'}`
}

/** Rounded to whole numbers, with commas. */
export function formatInteger(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** Rough time left: `40 s`, `12 min`, `3 h`. */
export function timeLeft(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`
}
