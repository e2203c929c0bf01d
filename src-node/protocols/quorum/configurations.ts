/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../../src-shared/protocol-description'

export const configurations: readonly ConfigurationDescription[] = [
  { title: 'R + W > N, last write wins', parameters: { read_quorum: 2, write_quorum: 2, versions: 'timestamp' } },
  { title: 'R + W > N, vector clocks', parameters: { read_quorum: 2, write_quorum: 2, versions: 'vector' } },
  { title: 'R + W ≤ N, last write wins', parameters: { read_quorum: 1, write_quorum: 1, versions: 'timestamp' } },
  { title: 'R + W ≤ N, vector clocks', parameters: { read_quorum: 1, write_quorum: 1, versions: 'vector' } }
]
