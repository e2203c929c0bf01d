/** What each node said: its log lines, the protocol's notes, and the words of its end. */
import type { LabEvent } from '../events'
import type { NodeId } from '../ids'
import { Ring } from './ring'

export interface LogLine {
  readonly t: number
  readonly seq: number
  readonly level: 'debug' | 'info' | 'warning' | 'error'
  readonly text: string
}

export interface LogsFold {
  readonly nodes: Map<NodeId, Ring<LogLine>>
}

const LINES_MAX = 2000

export function createLogsFold(): LogsFold {
  return { nodes: new Map() }
}

export function foldLogs(fold: LogsFold, event: LabEvent): void {
  switch (event.kind) {
    case 'node-log':
      return addLine(fold, event.node, event, event.level, event.text)
    case 'note':
      return addLine(fold, event.node, event, 'info', `${ofGroup(event)}${event.detail}`)
    case 'assertion':
      return addLine(fold, event.node, event, 'error', `${ofGroup(event)}assertion failed: ${event.text}`)
    case 'node-started':
      return addLine(
        fold,
        event.node,
        event,
        'info',
        `${event.pid === null ? 'node' : `process ${event.pid}`} started, boot ${event.boot}`
      )
    case 'node-ready': {
      const torn = event.truncated_bytes > 0 ? `, ${event.truncated_bytes} bytes of a torn tail dropped` : ''
      return addLine(fold, event.node, event, 'info', `ready, ${event.recovered_records} records recovered${torn}`)
    }
    case 'node-exited': {
      const failed = event.reason === 'failed'
      if (failed) for (const line of event.output) addLine(fold, event.node, event, 'error', line)
      const how = event.signal ?? (event.code === null ? '' : `code ${event.code}`)
      return addLine(fold, event.node, event, failed ? 'error' : 'warning', `${event.reason}${how && ` (${how})`}`)
    }
    case 'node-paused':
      return addLine(fold, event.node, event, 'warning', 'paused')
    case 'node-resumed':
      return addLine(fold, event.node, event, 'info', 'resumed')
    default:
  }
}

function ofGroup({ group }: { readonly group?: string }): string {
  return group === undefined ? '' : `${group}: `
}

function addLine(fold: LogsFold, node: NodeId, at: LabEvent, level: LogLine['level'], text: string): void {
  let lines = fold.nodes.get(node)
  if (lines === undefined) fold.nodes.set(node, (lines = new Ring(LINES_MAX)))
  const { t, seq } = at
  // Frozen, so that copies of the fold share it.
  lines.insert(Object.freeze({ t, seq, level, text }), (other) => other.t > t)
}
