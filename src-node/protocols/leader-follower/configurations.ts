/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../../src-shared/protocol-description'

const REPLICATION = ['asynchronous', 'semi-synchronous', 'synchronous'] as const
const READS = { leader: 'reads from the leader', follower: 'reads from followers', session: 'reads bound to the session' }

export const configurations: readonly ConfigurationDescription[] = REPLICATION.flatMap((replication) =>
  Object.entries(READS).map(([read_policy, reads]) => ({
    title: `${replication}, ${reads}`,
    parameters: { replication },
    read_policy
  }))
)
