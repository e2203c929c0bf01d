/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../description/protocol-description'

const REPLICATION = ['asynchronous', 'semi-synchronous', 'synchronous'] as const

/** Titles and explanations. */
const READS = {
  leader: [
    'reads from the leader',
    'Nobody votes: a follower that is cut off takes over by itself, and its later epoch wins when the partition heals. What was acknowledged elsewhere meanwhile is discarded.'
  ],
  follower: [
    'reads from followers',
    'A follower stores an entry, and shows it once the leader has told that it is acknowledged. So even under synchronous replication a reader may be a message too early, and two reads in a row may ask two followers.'
  ],
  session: [
    'reads bound to the session',
    'A follower answers once it has what the session has seen, however far the others are. After a failover the new leader answers with what it has.'
  ]
} as const

export const configurations: readonly ConfigurationDescription[] = REPLICATION.flatMap((replication) =>
  Object.entries(READS).map(([read_policy, [reads, explanation]]) => ({
    title: `${replication}, ${reads}`,
    parameters: { replication },
    read_policy,
    explanation
  }))
)
