/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../../src-shared/protocol-description'

/** Two leaders, so that a node without clients' writes is there too. */
const LEADERS = 2

export const configurations: readonly ConfigurationDescription[] = [
  { title: 'last write wins, nearest leader', parameters: { leaders: LEADERS, conflicts: 'last-write-wins' } },
  {
    title: 'last write wins, reads from any node',
    parameters: { leaders: LEADERS, conflicts: 'last-write-wins' },
    read_policy: 'any-node'
  },
  { title: 'merged by the application', parameters: { leaders: LEADERS, conflicts: 'merge' } },
  {
    title: 'last write wins, causal delivery',
    parameters: { leaders: LEADERS, conflicts: 'last-write-wins', causal_delivery: true }
  }
]
