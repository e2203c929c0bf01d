/** How far each node has applied the log, and what it keeps without one, for the question whether all hold the same state. */
import type { FactEvent, LabEvent } from '../events'
import type { NodeId } from '../ids'
import { Apply, LogSnapshot, LogTruncate } from '../protocols/replicated-log/facts'
import type { LogEntryMark } from '../protocols/replicated-log/facts'

export interface AppliedFold {
  /** The last entry in each running node's state machine. */
  readonly last: Map<NodeId, Pick<LogEntryMark, 'index' | 'term'>>
  /** Sums of what each running node keeps, by part of the data; only of protocols without a log. */
  readonly sums: Map<NodeId, Readonly<Record<string, number>>>
}

export function createAppliedFold(): AppliedFold {
  return { last: new Map(), sums: new Map() }
}

export function foldApplied(fold: AppliedFold, event: LabEvent): void {
  const { last, sums } = fold
  switch (event.kind) {
    case 'node-started':
    case 'node-exited':
      last.delete(event.node)
      sums.delete(event.node)
      return
    case 'contents':
      sums.set(event.node, event.sums)
      return
    case 'fact':
      return foldLogFact(fold, event)
    default:
  }
}

function foldLogFact({ last }: AppliedFold, event: FactEvent): void {
  const { node } = event
  if (Apply.is(event)) {
    const entry = event.data.entries.at(-1)
    if (entry) last.set(node, { index: entry.index, term: entry.term })
  } else if (LogTruncate.is(event)) {
    // It takes back what it had applied; what is left of it is told of again.
    if ((last.get(node)?.index ?? 0) >= event.data.from_index) last.delete(node)
  } else if (LogSnapshot.is(event)) {
    // A snapshot from the leader brings the state machine up to its index.
    const { index, term } = event.data
    const before = last.get(node)
    if (!before || before.index < index) last.set(node, { index, term })
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
