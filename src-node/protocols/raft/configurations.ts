/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../../src-shared/protocol-description'

export const configurations: readonly ConfigurationDescription[] = [
  { title: 'linearizable reads' },
  { title: 'reads from the leader alone', switches: ['stale-reads'] }
]
