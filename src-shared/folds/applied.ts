/** How far each node has applied the log, and what it keeps without one, for the question whether all hold the same state. */
import type { FactEvent, LabEvent } from '../events'
import type { NodeId } from '../ids'
import { keysOfNode, replicaKey, replicaOf } from '../replica'
import type { ReplicaKey } from '../replica'
import { Apply, LogSnapshot, LogTruncate } from '../protocols/replicated-log/facts'
import type { LogEntryMark } from '../protocols/replicated-log/facts'

export interface AppliedFold {
  /** The last entry in each running node's state machine. */
  readonly last: Map<ReplicaKey, Pick<LogEntryMark, 'index' | 'term'>>
  /** Sums of what each running node keeps, by part of the data; only of protocols without a log. */
  readonly sums: Map<ReplicaKey, Readonly<Record<string, number>>>
}

/** The facts, and the kinds of other events, that the fold depends on. */
export const APPLIED_READS: readonly string[] = [
  'node-started',
  'node-exited',
  'contents',
  ...[Apply, LogSnapshot, LogTruncate].map(({ name }) => name)
]

export function createAppliedFold(): AppliedFold {
  return { last: new Map(), sums: new Map() }
}

export function foldApplied(fold: AppliedFold, event: LabEvent): void {
  const { last, sums } = fold
  switch (event.kind) {
    case 'node-started':
    case 'node-exited':
      for (const key of keysOfNode(last.keys(), event.node)) last.delete(key)
      for (const key of keysOfNode(sums.keys(), event.node)) sums.delete(key)
      return
    case 'contents':
      sums.set(replicaKey(event), event.sums)
      return
    case 'fact':
      return foldLogFact(fold, event)
    default:
  }
}

function foldLogFact({ last }: AppliedFold, event: FactEvent): void {
  const replica = replicaKey(event)
  if (Apply.is(event)) {
    const entry = event.data.entries.at(-1)
    if (entry) last.set(replica, { index: entry.index, term: entry.term })
  } else if (LogTruncate.is(event)) {
    // It takes back what it had applied; what is left of it is told of again.
    if ((last.get(replica)?.index ?? 0) >= event.data.from_index) last.delete(replica)
  } else if (LogSnapshot.is(event)) {
    // A snapshot from the leader brings the state machine up to its index.
    const { index, term } = event.data
    const before = last.get(replica)
    if (!before || before.index < index) last.set(replica, { index, term })
  }
}

/**
 * Whether these nodes have all applied the same last entry; with the log-matching invariant, the same log. Without a log: whether
 * those that keep the same part of the data agree on it.
 */
export function isConverged({ last, sums }: AppliedFold, nodes: readonly NodeId[]): boolean {
  return (
    groupsIn(last).every((group) => {
      const ends = nodes.map((node) => last.get(replicaKey({ node, group })))
      return new Set(ends.map((end) => `${end?.index ?? 0}@${end?.term ?? 0}`)).size <= 1
    }) && differingParts(sums, nodes).length === 0
  )
}

/** Names of the groups that have applied anything; of nodes that host one replica each, no name. */
function groupsIn(last: AppliedFold['last']): (string | undefined)[] {
  return [...new Set([...last.keys()].map((key) => replicaOf(key).group))]
}

/** Parts of the data of which these nodes keep different copies. */
function differingParts(sums: AppliedFold['sums'], nodes: readonly NodeId[]): string[] {
  const agreed = new Map<string, number>()
  const differing = new Set<string>()
  for (const [part, sum] of nodes.flatMap((node) => partsOf(sums, node))) {
    if (sum !== (agreed.get(part) ?? sum)) differing.add(part)
    agreed.set(part, sum)
  }
  return [...differing]
}

/** What each of the node's replicas keeps; parts of different groups have nothing in common. */
function partsOf(sums: AppliedFold['sums'], node: NodeId): [part: string, sum: number][] {
  return keysOfNode(sums.keys(), node).flatMap((key) => {
    const { group } = replicaOf(key)
    return Object.entries(sums.get(key)!).map(([part, sum]): [string, number] => [
      group === undefined ? part : `${group} ${part}`,
      sum
    ])
  })
}

/** `applied: n1 412, n2 412, n3 398`, or which parts of the data differ. */
export function describeApplied({ last, sums }: AppliedFold, nodes: readonly NodeId[]): string {
  if (sums.size === 0) {
    const replicas = nodes.flatMap((node) => {
      const own = keysOfNode(last.keys(), node)
      return own.length > 0 ? own : [node]
    })
    return `applied: ${replicas.map((key) => `${key} ${last.get(key)?.index ?? 0}`).join(', ')}`
  }
  const differing = differingParts(sums, nodes)
  return differing.length === 0 ? 'all copies are alike' : `copies differ in the ranges that begin at ${differing.join(', ')}`
}
