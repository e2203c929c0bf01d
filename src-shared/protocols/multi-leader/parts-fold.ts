/** What counters and sets are made of on each node, as it last told, and which adds each member of a set ever had. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { KEYS_TOLD_MAX, PartsChanged } from './facts'
import type { CounterMark, SetMark } from './facts'

export interface PartsFold {
  readonly nodes: Map<NodeId, KeptParts>
  /** By key. */
  readonly adds: Map<string, MemberAdds>
}

/** By key; what changed last at the end. */
interface KeptParts {
  readonly counters: Map<string, CounterMark>
  readonly sets: Map<string, SetMark>
}

/** By member: adds that some node had, oldest first, removed ones included. */
export type MemberAdds = ReadonlyMap<string, readonly string[]>

/** Of one set, those that were added to longest ago go first; and adds of one member. */
const MEMBERS_MAX = 64
const ADDS_MAX = 6

export const partsFold = declareFold<PartsFold>({
  create: () => ({ nodes: new Map(), adds: new Map() }),
  reads: ['node-started', PartsChanged.name],
  observe: foldParts,
  forget: ({ nodes, adds }) => {
    nodes.clear()
    adds.clear()
  }
})

function foldParts({ nodes, adds }: PartsFold, event: LabEvent): void {
  // What it finds on its disk it tells of anew.
  if (event.kind === 'node-started') nodes.delete(event.node)
  if (!PartsChanged.is(event)) return
  let known = nodes.get(event.node)
  if (known === undefined) nodes.set(event.node, (known = { counters: new Map(), sets: new Map() }))
  for (const counter of event.data.counters) keepNewest(known.counters, counter.key, Object.freeze(counter), KEYS_TOLD_MAX)
  for (const set of event.data.sets) {
    keepNewest(known.sets, set.key, Object.freeze(set), KEYS_TOLD_MAX)
    keepNewest(adds, set.key, withAdds(adds.get(set.key), set), KEYS_TOLD_MAX)
  }
}

/** Frozen, so that copies of the fold share it; the same as before where there is no new add. */
function withAdds(known: MemberAdds | undefined, { members }: SetMark): MemberAdds {
  const fresh = members.filter(({ member, tags }) => tags.some((tag) => !known?.get(member)?.includes(tag)))
  if (known !== undefined && fresh.length === 0) return known
  const all = new Map(known)
  for (const { member, tags } of fresh)
    keepNewest(all, member, [...new Set([...(all.get(member) ?? []), ...tags])].slice(-ADDS_MAX), MEMBERS_MAX)
  return Object.freeze(all)
}

function keepNewest<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value!)
}
