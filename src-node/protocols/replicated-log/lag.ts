/** Replication lag in time: how long the oldest entry that a follower lacks has been in the leader's log. */

const APPEND_TIMES_MAX = 1024

/** When log positions were appended; thinned out as it grows. */
export interface AppendTimes {
  append_times: { readonly index: number; readonly at_us: number }[]
}

/** Remembers when the log reached `index`. When full, every second time is dropped, but for the first: the older, the coarser. */
export function recordAppendTime(leading: AppendTimes, index: number, at_us: number): void {
  const times = leading.append_times
  const newest = times.at(-1)
  if (newest !== undefined && (newest.index >= index || newest.at_us === at_us)) return
  if (times.length >= APPEND_TIMES_MAX) leading.append_times = times.filter((_, position) => position === 0 || position % 2 === 1)
  leading.append_times.push({ index, at_us })
}

/** Milliseconds since the entry after `match` was appended; 0 when there is none, NaN when it is older than all that is remembered. */
export function lagInMs(leading: AppendTimes, match: number, last: number, now_us: number): number {
  if (match >= last) return 0
  const times = leading.append_times
  if (times.length === 0 || match + 1 < times[0]!.index) return NaN
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]!.index > match) high = middle
    else low = middle + 1
  }
  const found = times[low] ?? times.at(-1)!
  return Math.max(0, now_us - found.at_us) / 1000
}

/** The gauges of a peer that has the log up to `match`; none for what is not known. */
export function lagGauges(peer: string, entries: number, ms: number): Record<string, number> {
  return { [`lag_entries.${peer}`]: entries, ...(!Number.isNaN(ms) && { [`lag_ms.${peer}`]: ms }) }
}
