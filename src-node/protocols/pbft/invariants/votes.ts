import type { LabEvent } from '../../../../src-shared/events'
import { BatchCommitted, BatchPrepared, CheckpointStable } from '../../../../src-shared/protocols/pbft/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** Whether a quorum stands behind what honest nodes take for prepared, committed or stable. */
export class VotesOfQuorum implements LiveInvariant {
  readonly name = 'votes-of-quorum'
  readonly reads = [BatchPrepared.name, BatchCommitted.name, CheckpointStable.name]

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (!BatchPrepared.is(event) && !BatchCommitted.is(event) && !CheckpointStable.is(event)) return null
    const { node, seq, data } = event
    const { n, voters } = data
    const different = new Set(voters).size
    if (different >= this.quorum) return null
    const what = BatchPrepared.is(event) ? 'prepared' : BatchCommitted.is(event) ? 'committed' : 'stable'
    return { text: `${node} takes number ${n} for ${what} with ${different} votes of ${this.quorum}`, events: [seq] }
  }
}
