/** How far each node has applied the log, for the question whether all hold the same state. */
import type { LabEvent, LogEntryMark } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'

export interface AppliedFold {
  /** The last entry in each running node's state machine. */
  readonly last: Map<NodeId, Pick<LogEntryMark, 'index' | 'term'>>
}

export function createAppliedFold(): AppliedFold {
  return { last: new Map() }
}

export function foldApplied({ last }: AppliedFold, event: LabEvent): void {
  switch (event.kind) {
    case 'node-started':
    case 'node-exited':
      last.delete(event.node)
      return
    case 'apply': {
      const entry = event.entries.at(-1)
      if (entry) last.set(event.node, { index: entry.index, term: entry.term })
      return
    }
    case 'log-snapshot': {
      // A snapshot from the leader brings the state machine up to its index.
      const before = last.get(event.node)
      if (!before || before.index < event.index) last.set(event.node, { index: event.index, term: event.term })
      return
    }
    default:
  }
}

/** Whether these nodes have all applied the same last entry; with the log-matching invariant, the same log. */
export function isConverged({ last }: AppliedFold, nodes: readonly NodeId[]): boolean {
  return new Set(nodes.map((node) => `${last.get(node)?.index ?? 0}@${last.get(node)?.term ?? 0}`)).size <= 1
}

/** `n1 412, n2 412, n3 398`. */
export function describeApplied({ last }: AppliedFold, nodes: readonly NodeId[]): string {
  return nodes.map((node) => `${node} ${last.get(node)?.index ?? 0}`).join(', ')
}
