/** The shared time axis: ticks, words for times, and steps. */
import type { Span } from '../folds/time-buckets'

const NICE_S = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400] as const

/** Round moments within the view, in seconds, at least `apart_px` from each other. */
export function timeTicks(view: Span, width_px: number, apart_px: number): number[] {
  const span_s = (view.to_us - view.from_us) / 1e6
  const wanted_s = (span_s * apart_px) / Math.max(1, width_px)
  const step_s = NICE_S.find((nice) => nice >= wanted_s) ?? Math.ceil(wanted_s / 14_400) * 14_400
  const ticks: number[] = []
  const first = Math.ceil(view.from_us / 1e6 / step_s - 1e-9)
  const last = Math.floor(view.to_us / 1e6 / step_s + 1e-9)
  for (let i = first; i <= last; i += 1) ticks.push(Number((i * step_s).toFixed(3)))
  return ticks
}

/** A moment of the run as people say it: `12 s`, `1:05`, `1:02:05`. */
export function timeText(t_s: number): string {
  if (t_s < 60) return `${Number(t_s.toFixed(3))} s`
  const seconds = t_s % 60
  const shown = Number.isInteger(seconds) ? String(seconds) : String(Number(seconds.toFixed(3)))
  const padded = seconds < 10 ? `0${shown}` : shown
  const minutes = Math.floor(t_s / 60)
  if (minutes < 60) return `${minutes}:${padded}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${padded}`
}

/** A step that divides the view into at most `points` parts: a round multiple of what the fold keeps, so points do not wander. */
export function displayStep(view: Span, points: number, kept_us: number): number {
  const wanted_us = (view.to_us - view.from_us) / Math.max(1, points)
  let step_us = kept_us
  for (let i = 0; step_us < wanted_us; i += 1) step_us *= i % 3 === 1 ? 2.5 : 2
  return step_us
}

/** A duration in ms with three digits and its unit. */
export function durationText(ms: number): string {
  if (ms === 0) return '0 ms'
  if (ms >= 1000) return `${Number((ms / 1000).toPrecision(3))} s`
  if (ms >= 1) return `${Number(ms.toPrecision(3))} ms`
  return `${Number((ms * 1000).toPrecision(3))} µs`
}
