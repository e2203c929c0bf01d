/** Parts of all keys, as a read of a range is divided into: by key, or by the keys' hashes. Pure. */
import { z } from 'zod'
import type { KeyOrHash } from './client-map'

/** Parts that one request may name. */
export const PARTS_MAX = 1024

/** From the first up to but not including the second; null: to the last. Both ends are keys, or both are hashes. */
export type Part = readonly [from: KeyOrHash, to: KeyOrHash | null]

const keyOrHash = z.union([z.string(), z.number()])
export const partSchema = z.tuple([keyOrHash, keyOrHash.nullable()]).readonly()

/** What the two have in common; null: nothing. */
export function common([a_from, a_to]: Part, [b_from, b_to]: Part): Part | null {
  const from = a_from < b_from ? b_from : a_from
  const to = earlierEnd(a_to, b_to)
  return isBefore(from, to) ? [from, to] : null
}

/** What is left of the parts without those taken out. */
export function without(parts: readonly Part[], taken: readonly Part[]): Part[] {
  return taken.reduce<Part[]>((left, out) => left.flatMap((part) => withoutOne(part, out)), [...parts])
}

/** The same parts, those that touch joined. `ascending`: none overlaps the next. */
export function joined(ascending: readonly Part[]): Part[] {
  const parts: Part[] = []
  for (const part of ascending) {
    const last = parts.at(-1)
    if (last !== undefined && last[1] === part[0]) parts[parts.length - 1] = [last[0], part[1]]
    else parts.push(part)
  }
  return parts
}

function withoutOne(part: Part, out: Part): Part[] {
  if (common(part, out) === null) return [part]
  const [from, to] = part
  const before: Part[] = from < out[0] ? [[from, out[0]]] : []
  const after: Part[] = out[1] !== null && isBefore(out[1], to) ? [[out[1], to]] : []
  return [...before, ...after]
}

function isBefore(at: KeyOrHash, end: KeyOrHash | null): boolean {
  return end === null || at < end
}

function earlierEnd(a: KeyOrHash | null, b: KeyOrHash | null): KeyOrHash | null {
  if (a === null) return b
  return isBefore(a, b) ? a : b
}
