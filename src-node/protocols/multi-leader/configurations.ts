/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../../src-shared/protocol-description'

/** Two leaders of three nodes, so that a follower is there too. */
const LEADERS = 2

/** Merged values are left out: nobody wrote them as they are read, so that no model of registers says anything of them. */
export const configurations: readonly ConfigurationDescription[] = [
  { title: 'last write wins, nearest leader', parameters: { leaders: LEADERS, conflicts: 'last-write-wins' } },
  {
    title: 'last write wins, reads from any node',
    parameters: { leaders: LEADERS, conflicts: 'last-write-wins' },
    read_policy: 'any-node'
  },
  { title: 'last write wins, a leader at each node', parameters: { leaders: 0, conflicts: 'last-write-wins' } }
]
