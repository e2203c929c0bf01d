/** First place from which on `isIt` holds; the length when it nowhere does. */
export function firstIndex<Item>(items: readonly Item[], predicate: (item: Item) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (predicate(items[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
