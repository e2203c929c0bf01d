/** Keeps the newest `size_max` entries of a map: one that is set again counts as old as it was. */
export function setBounded<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, size_max: number): void {
  map.set(key, value)
  if (map.size > size_max) map.delete(map.keys().next().value!)
}
