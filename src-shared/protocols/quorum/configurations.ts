/** What the consistency explorer compares. */
import type { ConfigurationDescription } from '../../description/protocol-description'

const TIMESTAMPS = 'Of two writes the one with the later clock stays, whichever was made later: the promise rests on the clocks.'
const VECTORS =
  'Writes that did not see each other stay side by side, and a reader is handed all of them: none is lost, whatever the clocks say. ' +
  'But a register has one value; here that is the sibling with the latest clock, so that a wrong clock shows an older one first.'
const REPAIR =
  ' It rests on read repair as well: a read has R replicas keep what it found before it answers. R + W > N alone does not do.'
const NO_REPAIR =
  'R + W > N alone is not linearizable, clocks or no clocks: a write that failed may be on one replica, so that one read finds it, and ' +
  'the next, which asks others, does not. Only a read that writes back what it found before it answers rules that out.'

export const configurations: readonly ConfigurationDescription[] = [
  {
    title: 'R + W > N, last write wins',
    parameters: { read_quorum: 2, write_quorum: 2, versions: 'timestamp' },
    explanation: TIMESTAMPS + REPAIR
  },
  {
    title: 'R + W > N, last write wins, no read repair',
    parameters: { read_quorum: 2, write_quorum: 2, versions: 'timestamp', read_repair: false },
    explanation: NO_REPAIR
  },
  {
    title: 'R + W > N, vector clocks',
    parameters: { read_quorum: 2, write_quorum: 2, versions: 'vector' },
    explanation: VECTORS + REPAIR
  },
  {
    title: 'R + W ≤ N, last write wins',
    parameters: { read_quorum: 1, write_quorum: 1, versions: 'timestamp' },
    explanation: TIMESTAMPS
  },
  {
    title: 'R + W ≤ N, vector clocks',
    parameters: { read_quorum: 1, write_quorum: 1, versions: 'vector' },
    explanation: VECTORS
  }
]
