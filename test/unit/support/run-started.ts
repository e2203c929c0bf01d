import type { EventOf } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'

/** The first event of a run on these nodes, with one client. */
export function runStarted(nodes: readonly NodeId[]): Omit<EventOf<'run-started'>, 't' | 'seq'> {
  return {
    kind: 'run-started',
    version: '0',
    scenario: 'x',
    protocol: 'raft',
    engine: 'processes',
    seed: 1,
    nodes: [...nodes],
    clients: ['c1'],
    started_at: '',
    switches: []
  }
}
