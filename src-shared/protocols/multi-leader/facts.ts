/** What leaders tell of sets, lists and counters that they have changed. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { Immutable } from '../../events'
import { counted } from '../../text/counted'
import { listOf } from '../../text/list-text'
import { Updates } from '../numbered-updates/facts'

const collectionMark = z.object({
  key: z.string(),
  /** What a reader sees there, cut off after {@link MEMBERS_TOLD_MAX}: a list in its order. */
  members: z.array(z.string()),
  /** How many there are. */
  size: z.number(),
  is_list: z.boolean()
})

export type CollectionMark = Immutable<z.infer<typeof collectionMark>>

export const MEMBERS_TOLD_MAX = 400
/** Of those that one step changed, or a node found on its disk. */
export const KEYS_TOLD_MAX = 500

/** What the node now answers for sets and lists that it has changed. */
export const CollectionsChanged = declareFact({
  name: 'collections-changed',
  volume: 'mark',
  fields: z.object({ collections: z.array(collectionMark) }),
  text: ({ collections }, { node }) => `On ${node} ${listOf(collections.map(({ key, size }) => `${key} has ${size} members`))}.`
})

/** A dot is one event of a replica: its `number`-th of the key, from 1. */
const dotRange = z.object({ replica: z.string(), first: z.number(), last: z.number() })
const counterMark = z.object({
  key: z.string(),
  /** What each leader counted up and down, without what was deleted; the first {@link PARTS_TOLD_MAX}. */
  parts: z.array(z.object({ replica: z.string(), plus: z.number(), minus: z.number() }))
})
const setMark = z.object({
  key: z.string(),
  /** Members with the adds that are left of them, each by its dot as `n1:3`; the first {@link MEMBERS_TAGGED_MAX}. */
  members: z.array(z.object({ member: z.string(), tags: z.array(z.string()) })),
  /** Adds that the node has seen, whether or not anything is left of them; the first {@link PARTS_TOLD_MAX} ranges. */
  seen: z.array(dotRange)
})

export type DotRange = Immutable<z.infer<typeof dotRange>>
export type CounterMark = Immutable<z.infer<typeof counterMark>>
export type SetMark = Immutable<z.infer<typeof setMark>>

export const PARTS_TOLD_MAX = 64
export const MEMBERS_TAGGED_MAX = 64
/** Of one member. */
export const TAGS_TOLD_MAX = 16

/** What counters and sets that the node has changed are made of: why its readers see what they see. */
export const PartsChanged = declareFact({
  name: 'parts-changed',
  volume: 'mark',
  fields: z.object({ counters: z.array(counterMark), sets: z.array(setMark) }),
  text: ({ counters, sets }, { node }) =>
    `On ${node} ${listOf([
      ...counters.map(({ key, parts }) => `${key} counts ${sumOf(parts)} in ${counted(parts.length, 'part')}`),
      ...sets.map(
        ({ key, members }) => `${key} holds ${counted(tagCount(members), 'add')} of ${counted(members.length, 'member')}`
      )
    ])}.`
})

export const MULTI_LEADER_FACTS = [Updates, CollectionsChanged, PartsChanged]

/** What a counter of these parts reads as. */
export function sumOf(parts: CounterMark['parts']): number {
  return parts.reduce((sum, { plus, minus }) => sum + plus - minus, 0)
}

function tagCount(members: SetMark['members']): number {
  return members.reduce((count, { tags }) => count + tags.length, 0)
}
