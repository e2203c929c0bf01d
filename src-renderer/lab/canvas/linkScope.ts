import type { LinkState } from '../../../src-shared/folds/cluster-links'
import { CLEAR_LINK } from '../../../src-shared/network/netem'

/** Which directions of the link between `a` and `b` are meant. */
export type LinkScope = 'both' | 'ab' | 'ba'
type Side = Pick<LinkState, 'mode' | 'settings'>

/** Both directions where they are alike, otherwise the one that is disturbed; the first where both are. */
export function disturbedScope(ab: Side | undefined, ba: Side | undefined): LinkScope {
  if (describe(ab) === describe(ba)) return 'both'
  return describe(ab) === UNDISTURBED ? 'ba' : 'ab'
}

const UNDISTURBED = describe({ mode: 'open', settings: CLEAR_LINK })

function describe(side: Side | undefined): string {
  return JSON.stringify([side?.mode ?? 'open', side?.settings ?? CLEAR_LINK])
}
