/** How far each node has applied the log, and what it keeps without one, for the question whether all hold the same state. */
import type { LabEvent, LogEntryMark } from '../events'
import type { NodeId } from '../ids'

export interface AppliedFold {
  /** The last entry in each running node's state machine. */
  readonly last: Map<NodeId, Pick<LogEntryMark, 'index' | 'term'>>
  /** Sums of what each running node keeps, by part of the data; only of protocols without a log. */
  readonly sums: Map<NodeId, Readonly<Record<string, number>>>
}

export function createAppliedFold(): AppliedFold {
  return { last: new Map(), sums: new Map() }
}

export function foldApplied({ last, sums }: AppliedFold, event: LabEvent): void {
  switch (event.kind) {
    case 'node-started':
    case 'node-exited':
      last.delete(event.node)
      sums.delete(event.node)
      return
    case 'contents':
      sums.set(event.node, event.sums)
      return
    case 'apply': {
      const entry = event.entries.at(-1)
      if (entry) last.set(event.node, { index: entry.index, term: entry.term })
      return
    }
    case 'log-truncate':
      // It takes back what it had applied; what is left of it is told of again.
      if ((last.get(event.node)?.index ?? 0) >= event.from_index) last.delete(event.node)
      return
    case 'log-snapshot': {
      // A snapshot from the leader brings the state machine up to its index.
      const before = last.get(event.node)
      if (!before || before.index < event.index) last.set(event.node, { index: event.index, term: event.term })
      return
    }
    default:
  }
}

/**
 * Whether these nodes have all applied the same last entry; with the log-matching invariant, the same log. Without a log: whether
 * those that keep the same part of the data agree on it.
 */
export function isConverged({ last, sums }: AppliedFold, nodes: readonly NodeId[]): boolean {
  const same_log = new Set(nodes.map((node) => `${last.get(node)?.index ?? 0}@${last.get(node)?.term ?? 0}`)).size <= 1
  return same_log && differingParts(sums, nodes).length === 0
}

/** Parts of the data of which these nodes keep different copies. */
function differingParts(sums: AppliedFold['sums'], nodes: readonly NodeId[]): string[] {
  const agreed = new Map<string, number>()
  const differing = new Set<string>()
  for (const [part, sum] of nodes.flatMap((node) => Object.entries(sums.get(node) ?? {}))) {
    if (sum !== (agreed.get(part) ?? sum)) differing.add(part)
    agreed.set(part, sum)
  }
  return [...differing]
}

/** `applied: n1 412, n2 412, n3 398`, or which parts of the data differ. */
export function describeApplied({ last, sums }: AppliedFold, nodes: readonly NodeId[]): string {
  if (sums.size === 0) return `applied: ${nodes.map((node) => `${node} ${last.get(node)?.index ?? 0}`).join(', ')}`
  const differing = differingParts(sums, nodes)
  return differing.length === 0 ? 'all copies are alike' : `copies differ in the ranges that begin at ${differing.join(', ')}`
}
