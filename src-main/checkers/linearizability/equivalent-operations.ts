import type { RecordedOperation } from '../../workload/history'

/** For each operation the number of the group that asked and was answered the same; -1 for those that nothing else equals. */
export function equivalenceGroups(operations: readonly RecordedOperation[]): Int32Array {
  const groups = new Int32Array(operations.length).fill(-1)
  forEachEquivalent(operations, (place, first) => (groups[place] = groups[first] = first))
  return groups
}

/** For each operation the last one before it that asked and was answered the same; -1: none. */
export function earlierEquivalents(operations: readonly RecordedOperation[]): Int32Array {
  const earlier = new Int32Array(operations.length).fill(-1)
  forEachEquivalent(operations, (place, _first, previous) => (earlier[place] = previous))
  return earlier
}

function forEachEquivalent(
  operations: readonly RecordedOperation[],
  visit: (place: number, first: number, previous: number) => void
): void {
  const seen = new Map<string, { readonly first: number; previous: number }>()
  operations.forEach(({ operation, result }, place) => {
    const name = JSON.stringify([operation, result])
    const group = seen.get(name)
    if (group) visit(place, group.first, group.previous)
    seen.set(name, { first: group?.first ?? place, previous: place })
  })
}
