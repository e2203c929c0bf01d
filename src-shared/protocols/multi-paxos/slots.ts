/** The newest slots of each replica's log, as it last told of them: accepted in any order, chosen in any order. */
import type { FactEvent, LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { keysOfNode, replicaKey } from '../../replica'
import type { ReplicaKey } from '../../replica'
import { Apply, LogSnapshot } from '../replicated-log/facts'
import { SlotsAccepted, SlotsChosen, SlotsLearned, SlotsRecovered } from './facts'
import type { SlotMark } from './facts'

export interface Slot {
  readonly mark: SlotMark
  /** The replica knows that its value is chosen, whatever stands before it. */
  readonly chosen: boolean
}

interface SlotsOfReplica {
  /** Everything up to here is in a snapshot; 0: there is none. */
  snapshot: number
  readonly slots: Map<number, Slot>
  last: number
}

type SlotsFold = Map<ReplicaKey, SlotsOfReplica>

/** Of one replica; older ones are not kept. */
const SLOTS_MAX = 64

export const slotsFold = declareFold<SlotsFold>({
  create: () => new Map(),
  reads: [
    'node-started',
    'member-left',
    SlotsRecovered.name,
    SlotsAccepted.name,
    SlotsChosen.name,
    SlotsLearned.name,
    Apply.name,
    LogSnapshot.name
  ],
  observe: foldSlots,
  forget: (fold) => fold.clear()
})

function foldSlots(fold: SlotsFold, event: LabEvent): void {
  if (event.kind === 'fact') foldFact(fold, event)
  // What it finds on its disk it tells of anew.
  else if (event.kind === 'node-started' || event.kind === 'member-left')
    for (const key of keysOfNode(fold.keys(), event.node)) fold.delete(key)
}

function foldFact(fold: SlotsFold, event: FactEvent): void {
  const key = replicaKey(event)
  let replica = fold.get(key)
  if (replica === undefined) fold.set(key, (replica = { snapshot: 0, slots: new Map(), last: 0 }))
  if (SlotsRecovered.is(event)) {
    replica.snapshot = event.data.snapshot
    setAll(replica, event.data.entries, false)
  } else if (SlotsAccepted.is(event)) setAll(replica, event.data.entries, false)
  else if (SlotsChosen.is(event) || SlotsLearned.is(event) || Apply.is(event)) setAll(replica, event.data.entries, true)
  else if (LogSnapshot.is(event)) replica.snapshot = event.data.index
}

/** What is chosen stays so, though it be accepted once more. */
function setAll(replica: SlotsOfReplica, marks: readonly SlotMark[], chosen: boolean): void {
  const { slots } = replica
  for (const mark of marks.slice(-SLOTS_MAX)) {
    slots.set(mark.index, Object.freeze({ mark, chosen: chosen || slots.get(mark.index)?.chosen === true }))
    replica.last = Math.max(replica.last, mark.index)
  }
  for (const index of slots.keys()) if (index <= replica.last - SLOTS_MAX) slots.delete(index)
}

/** The last `most` places of the replica's log; null: an empty one. */
export function slotsOf(
  fold: SlotsFold | null,
  replica: ReplicaKey,
  most: number
): readonly { index: number; slot: Slot | null }[] {
  const known = fold?.get(replica)
  if (known === undefined) return []
  const first = Math.max(known.snapshot + 1, known.last - Math.min(most, SLOTS_MAX) + 1, Math.min(...known.slots.keys()))
  const places = []
  for (let index = first; index <= known.last; index++) places.push({ index, slot: known.slots.get(index) ?? null })
  return places
}

export function snapshotOf(fold: SlotsFold | null, replica: ReplicaKey): number {
  return fold?.get(replica)?.snapshot ?? 0
}
