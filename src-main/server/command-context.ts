import type { Lab } from '../lab/lab'
import type { Comparisons } from './comparisons'
import type { Explorer } from './explorer'
import type { Pacelc } from './pacelc-measurements'
import type { Recordings } from './recordings'

/** Everything that a page command may use. */
export interface CommandContext {
  readonly lab: Lab
  readonly recordings: Recordings
  readonly comparisons: Comparisons
  readonly explorer: Pick<Explorer, 'after' | 'more' | 'findingsSoFar'>
  readonly pacelc: Pick<Pacelc, 'after' | 'findingsSoFar'>
}
