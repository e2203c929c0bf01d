import type { Holding } from '../../panels/holdings'
import type { ReplicaKey } from '../../replica'
import type { RunFold } from '../../folds/run'
import { positionOf, positionsFold } from '../replicated-log/positions'
import { valueText } from './facts'
import { slotsFold, slotsOf, snapshotOf } from './slots'

/** The end of a replica's log, with slots that are empty between those that are not. */
export const slotsPanel: Extract<Holding, { kind: 'log' }> = {
  kind: 'log',
  title: 'End of the log',
  cells(run, replica, most) {
    const { commit, applied } = positionOf(positionsFold.of(run), replica)
    return slotsOf(slotsFold.of(run), replica, most).flatMap(({ index, slot }) => {
      if (slot === null) return []
      const committed = slot.chosen || index <= commit
      const state = committed
        ? index <= applied
          ? 'chosen'
          : 'chosen, waits for the slots before it'
        : 'accepted, not known to be chosen'
      const text = `slot ${index}, ballot ${slot.mark.term}, ${valueText(slot.mark)}: ${state}`
      return {
        index,
        term: slot.mark.term,
        identity: slot.mark.digest,
        committed,
        applied: index <= applied,
        doomed: false,
        text
      }
    })
  },
  before(run: RunFold, replica: ReplicaKey) {
    const fold = slotsFold.of(run)
    const snapshot = snapshotOf(fold, replica)
    const first = slotsOf(fold, replica, Infinity)[0]
    if (first !== undefined && first.index > snapshot + 1) return '…'
    return snapshot > 0 ? `snapshot up to ${snapshot.toLocaleString('en')}` : null
  }
}
