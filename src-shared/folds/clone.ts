/**
 * A copy of a fold that shares nothing which could change: plain data, arrays, maps, sets, typed arrays and instances of our small
 * classes, which keep their prototype (their fields must not be `#private`). What stands in two places stands in the same two places of
 * the copy. Functions and frozen objects are shared: what a fold freezes must
 * hold nothing that changes.
 */
export function cloneFold<Fold extends object>(fold: Fold): Fold {
  return copyOf(fold, new Map()) as Fold
}

function copyOf(original: object, copies: Map<object, object>): object {
  if (Object.isFrozen(original)) return original
  const known = copies.get(original)
  if (known !== undefined) return known
  if (Array.isArray(original)) return copyArray(original, copies)
  if (original instanceof Map) return copyMap(original, copies)
  if (original instanceof Set) return copySet(original, copies)
  if (ArrayBuffer.isView(original)) return registerCopy(original, (original as Uint8Array).slice(), copies)
  return copyFields(original, copies)
}

function valueOf(value: unknown, copies: Map<object, object>): unknown {
  return typeof value === 'object' && value !== null ? copyOf(value, copies) : value
}

function registerCopy<Copy extends object>(original: object, copy: Copy, copies: Map<object, object>): Copy {
  copies.set(original, copy)
  return copy
}

function copyArray(original: readonly unknown[], copies: Map<object, object>): unknown[] {
  // Holes stay holes: buckets of time without data are.
  const copy = registerCopy(original, original.slice(), copies)
  copy.forEach((value, i) => {
    if (typeof value === 'object' && value !== null) copy[i] = copyOf(value, copies)
  })
  return copy
}

function copyMap(original: ReadonlyMap<unknown, unknown>, copies: Map<object, object>): Map<unknown, unknown> {
  const copy = registerCopy(original, new Map(), copies)
  for (const [key, value] of original) copy.set(valueOf(key, copies), valueOf(value, copies))
  return copy
}

function copySet(original: ReadonlySet<unknown>, copies: Map<object, object>): Set<unknown> {
  const copy = registerCopy(original, new Set(), copies)
  for (const value of original) copy.add(valueOf(value, copies))
  return copy
}

function copyFields(original: object, copies: Map<object, object>): object {
  const prototype: unknown = Object.getPrototypeOf(original)
  // Spreading is far quicker than adding field by field, and nearly all objects are plain.
  const fields: Record<string, unknown> = { ...original }
  const copy =
    prototype === Object.prototype ? fields : (Object.assign(Object.create(prototype as object), fields) as typeof fields)
  copies.set(original, copy)
  for (const name in fields) {
    const value = fields[name]
    if (typeof value === 'object' && value !== null) copy[name] = copyOf(value, copies)
  }
  return copy
}
