/** What a node tells of the log that it found on its disk. What it told before its restart is void: a crash may have undone it. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { markOf } from './entry'
import type { Log } from './log'
import { lastIndex } from './log'

export function recoveredEvents(
  node: NodeId,
  log: Log,
  snapshot: { readonly index: number; readonly term: number } | null
): ProtocolEvent[] {
  const events: ProtocolEvent[] = []
  if (snapshot) events.push({ kind: 'log-snapshot', node, index: snapshot.index, term: snapshot.term })
  if (log.entries.length > 0) events.push({ kind: 'log-append', node, entries: log.entries.map(markOf) })
  events.push({ kind: 'log-durable', node, index: lastIndex(log) })
  return events
}
