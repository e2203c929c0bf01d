/** What a counter or set is made of, as told to whoever asks why its readers see what they see. */
import { MEMBERS_TAGGED_MAX, PARTS_TOLD_MAX, TAGS_TOLD_MAX } from '../../../../src-shared/protocols/multi-leader/facts'
import type { CounterMark, DotRange, SetMark } from '../../../../src-shared/protocols/multi-leader/facts'
import type { Dots } from '../../../crdt/dots'
import type { orSet } from '../../../crdt/or-set'
import { getEntry } from '../../../crdt/sorted'
import type { SortedMap } from '../../../crdt/sorted'
import type { Key } from './key'
import type { Parts } from './resolution'
import { NO_PARTS } from './resolution'

/** Of a key that was put what counts is what was put there. */
export function partsOf({ register, counter, deleted, set }: Key): Parts {
  if (register.store.length > 0) return NO_PARTS
  const parts = counterParts(counter, deleted)
  return { ...(parts.length > 0 && { counter: parts }), ...(set && { set: setParts(set) }) }
}

function counterParts({ increments, decrements }: Key['counter'], deleted: Key['deleted']): CounterMark['parts'] {
  const replicas = [...new Set([...increments, ...decrements].map(([replica]) => replica))].sort().slice(0, PARTS_TOLD_MAX)
  const left = (counted: SortedMap<number>, gone: SortedMap<number>, replica: string) =>
    (getEntry(counted, replica) ?? 0) - (getEntry(gone, replica) ?? 0)
  return replicas.map((replica) => ({
    replica,
    plus: left(increments, deleted.increments, replica),
    minus: left(decrements, deleted.decrements, replica)
  }))
}

function setParts({ store, context }: typeof orSet.empty): Omit<SetMark, 'key'> {
  return {
    members: store
      .slice(0, MEMBERS_TAGGED_MAX)
      .map(([member, dots]) => ({ member, tags: tagsOf(rangesOf(dots, TAGS_TOLD_MAX), TAGS_TOLD_MAX) })),
    seen: rangesOf(context, PARTS_TOLD_MAX)
  }
}

/** The first `most` ranges. */
function rangesOf(dots: Dots, most: number): DotRange[] {
  const ranges: DotRange[] = []
  for (const [replica, bounds] of dots) {
    for (let at = 0; at < bounds.length && ranges.length < most; at += 2)
      ranges.push({ replica, first: bounds[at]!, last: bounds[at + 1]! })
  }
  return ranges
}

/** The first `most` dots, as `n1:3`. */
function tagsOf(ranges: readonly DotRange[], most: number): string[] {
  const tags: string[] = []
  for (const { replica, first, last } of ranges)
    for (let number = first; number <= last && tags.length < most; number++) tags.push(`${replica}:${number}`)
  return tags
}
