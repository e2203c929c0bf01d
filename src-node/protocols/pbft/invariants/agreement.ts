/** Whether honest nodes hold the same. */
import type { LabEvent } from '../../../../src-shared/events'
import { BatchCommitted, BatchExecuted, BatchPrepared, CheckpointStable } from '../../../../src-shared/protocols/pbft/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Numbers that are remembered. */
const NUMBERS_MAX = 10_000

interface Held {
  readonly node: string
  readonly digest: string
  readonly seq: number
}

interface Telling {
  readonly node: string
  readonly seq: number
  readonly data: { readonly digest: string }
}

/** Nobody may hold anything else under the same name than the first. */
class OneDigest {
  private readonly held = new Map<string, Held>()

  observe(name: string, { node, seq, data: { digest } }: Telling, what: string): Violation | null {
    const first = this.held.get(name)
    if (first === undefined) setBounded(this.held, name, { node, digest, seq }, NUMBERS_MAX)
    if (first === undefined || first.digest === digest) return null
    return { text: `${first.node} and ${node} ${what}`, events: [first.seq, seq] }
  }
}

export class Agreement implements LiveInvariant {
  readonly name = 'agreement'
  readonly reads = [BatchCommitted.name, BatchExecuted.name]
  private readonly one = new OneDigest()

  observe(event: LabEvent): Violation | null {
    if (!BatchCommitted.is(event) && !BatchExecuted.is(event)) return null
    const { n } = event.data
    return this.one.observe(String(n), event, `hold different batches as number ${n}`)
  }
}

export class OneBatchAView implements LiveInvariant {
  readonly name = 'one-batch-a-view'
  readonly reads = [BatchPrepared.name]
  private readonly one = new OneDigest()

  observe(event: LabEvent): Violation | null {
    if (!BatchPrepared.is(event)) return null
    const { view, n } = event.data
    return this.one.observe(`${view} ${n}`, event, `have different batches prepared as number ${n} in view ${view}`)
  }
}

export class CheckpointsEqual implements LiveInvariant {
  readonly name = 'checkpoints-equal'
  readonly reads = [CheckpointStable.name]
  private readonly one = new OneDigest()

  observe(event: LabEvent): Violation | null {
    if (!CheckpointStable.is(event)) return null
    const { node, seq, data } = event
    const { n, digest, own } = data
    if (own !== null && own !== digest)
      return { text: `${node} has another state after number ${n} than a quorum vouches for`, events: [seq] }
    return this.one.observe(String(n), event, `take different states after number ${n} for stable`)
  }
}
