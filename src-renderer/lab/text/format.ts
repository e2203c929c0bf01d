/** Numbers as people read them, always with their unit. */

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

export function count(value: number): string {
  return counts.format(value)
}

/** `0 ms`, `0.42 ms`, `12.3 ms`, `340 ms`, `1.2 s`. */
export function milliseconds(value: number): string {
  if (value === 0) return '0 ms'
  if (value >= 1000) return `${(value / 1000).toFixed(value >= 10_000 ? 1 : 2)} s`
  if (value >= 100) return `${value.toFixed(0)} ms`
  return value >= 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(2)} ms`
}

/** Run time of a clock on the wall: `00:42`, `1:02:03`. */
export function clock(t_us: number): string {
  const seconds = Math.max(0, Math.floor(t_us / 1e6))
  const pad = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const tail = `${pad(minutes % 60)}:${pad(seconds % 60)}`
  return minutes >= 60 ? `${Math.floor(minutes / 60)}:${tail}` : tail
}

/** Run time to the millisecond: `42.318 s`. */
export function runTime(t_us: number): string {
  return `${(t_us / 1e6).toFixed(3)} s`
}

/** `+12.0 ms`, `−3.5 ms`, `±0 ms`. */
export function offset(us: number): string {
  if (us === 0) return '±0 ms'
  return `${us > 0 ? '+' : '−'}${milliseconds(Math.abs(us) / 1000)}`
}
