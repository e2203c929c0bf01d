/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../description/protocol-description'

export const configurations: readonly ConfigurationDescription[] = [
  { title: 'linearizable reads' },
  // A leader that steps down when it hears no quorum gives old answers for a moment only.
  { title: 'reads from the leader alone', parameters: { check_quorum: false }, switches: ['stale-reads'] }
]
