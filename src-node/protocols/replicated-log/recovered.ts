/** What a node tells of the log that it found on its disk. What it told before its restart is void: a crash may have undone it. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { LogAppend, LogDurable, LogSnapshot } from '../../../src-shared/protocols/replicated-log/facts'
import { markOf } from './entry'
import type { Log } from './log'
import { lastIndex } from './log'

export function recoveredEvents(
  node: NodeId,
  log: Log,
  snapshot: { readonly index: number; readonly term: number } | null
): ProtocolEvent[] {
  const events: ProtocolEvent[] = []
  if (snapshot) events.push(LogSnapshot.of(node, { index: snapshot.index, term: snapshot.term }))
  if (log.entries.length > 0) events.push(LogAppend.of(node, { entries: log.entries.map(markOf) }))
  events.push(LogDurable.of(node, { index: lastIndex(log) }))
  return events
}
