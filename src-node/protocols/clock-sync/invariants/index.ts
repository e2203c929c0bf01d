/** The live invariants that the description names. */
import type { LiveInvariant } from '../../contract'
import { ServedWithTimeAlone } from './served-with-time-alone'
import { SlewedNeverBack } from './slewed-never-back'
import { TimeoutsMonotonic } from './timeouts-monotonic'
import { TrueTimeWithin } from './true-time-within'

export function createInvariants(): LiveInvariant[] {
  return [new TrueTimeWithin(), new SlewedNeverBack(), new TimeoutsMonotonic(), new ServedWithTimeAlone()]
}
