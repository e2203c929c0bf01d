/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../description/protocol-description'

export const configurations: readonly ConfigurationDescription[] = [
  {
    title: 'three copies of each shard',
    parameters: { copies: 3 },
    explanation: 'Each shard is a Raft group of its own: its log decides what it answers for, and one of three nodes may be lost.'
  },
  {
    title: 'single copies',
    parameters: { copies: 1 },
    explanation: 'Whatever is answered is right, but nobody answers for the shards of a node that is away.'
  }
]
