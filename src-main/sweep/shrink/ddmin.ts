/**
 * A small sublist that still fails: no single item can be left out (as far as `fails` was willing to say). Delta debugging, Zeller
 * and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 2002, figure 3. The whole list is known to fail.
 */
export function ddmin<T>(items: readonly T[], fails: (sublist: readonly T[]) => boolean): readonly T[] {
  if (items.length === 0 || fails([])) return []
  let current = items
  for (let parts = 2; current.length >= 2;) {
    const size = current.length / parts
    const chunkAt = (i: number): [number, number] => [Math.floor(i * size), Math.floor((i + 1) * size)]
    const places = Array.from({ length: parts }, (_, i) => chunkAt(i))
    const chunk = parts > 2 ? places.map(([from, to]) => current.slice(from, to)).find(fails) : undefined
    const rest = chunk ? undefined : places.map(([from, to]) => [...current.slice(0, from), ...current.slice(to)]).find(fails)
    if (chunk) [current, parts] = [chunk, 2]
    else if (rest) [current, parts] = [rest, Math.max(2, parts - 1)]
    else if (parts < current.length) parts = Math.min(current.length, parts * 2)
    else break
  }
  return current
}
