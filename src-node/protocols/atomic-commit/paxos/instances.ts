/** What an acceptor remembers of each transaction. */
import type { NodeId } from '../../../../src-shared/ids'
import type { AtomicCommitState } from '../state'
import type { Instance, Instances, SavedInstance, Votes } from './state'

/** Transactions that an acceptor remembers at once. One that is full takes part in no new one: to forget what it accepted would be wrong. */
const INSTANCES_MAX = 4096

/** The acceptors: participants, and where they are too few the coordinator as well. */
export function acceptorsOf({ participants, coordinator, settings }: AtomicCommitState): readonly NodeId[] {
  return [...participants, coordinator].slice(0, settings.acceptors)
}

export function majorityOf(state: AtomicCommitState): number {
  return state.switches['minority-of-acceptors'] ? 1 : Math.floor(acceptorsOf(state).length / 2) + 1
}

/** null: the acceptor is full. */
export function instanceOf(instances: Instances, transaction: string): Instance | null {
  const known = instances.get(transaction)
  if (known !== undefined) return known
  if (instances.size >= INSTANCES_MAX) return null
  const instance: Instance = { promised: 0, accepted: new Map() }
  instances.set(transaction, instance)
  return instance
}

/** Takes in what is in the log. */
export function promise(instance: Instance, ballot: number): void {
  instance.promised = Math.max(instance.promised, ballot)
}

/** Takes in what is in the log. */
export function accept(instance: Instance, ballot: number, votes: Votes): void {
  promise(instance, ballot)
  for (const [participant, yes] of Object.entries(votes)) instance.accepted.set(participant, { ballot, yes })
}

export function savedInstances(instances: Instances): SavedInstance[] {
  return [...instances].map(([transaction, { promised, accepted }]) => ({
    transaction,
    promised,
    accepted: [...accepted].map(([participant, vote]) => [participant, { ...vote }] as const)
  }))
}

export function instancesFrom(saved: readonly SavedInstance[]): Instances {
  return new Map(saved.map(({ transaction, promised, accepted }) => [transaction, { promised, accepted: new Map(accepted) }]))
}
