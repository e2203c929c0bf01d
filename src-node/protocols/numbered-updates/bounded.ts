/** Entries remembered by each of the invariants; the oldest are forgotten. */
const ENTRIES_MAX = 32_768

export function rememberIn<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.set(key, value)
  if (map.size > ENTRIES_MAX) map.delete(map.keys().next().value!)
}
