import type { Election } from '../../../src-shared/elections/elections'
import type { LabEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { ELECTABLE, FIRST_LEADER } from './scenario'

/** Times the elections of a run of {@link electionScenario}, on either engine. */
export class ElectionWatch {
  readonly elections: Election[] = []
  /** See `ElectionBatch`. */
  void_count = 0
  private leader: NodeId | null = null
  /** When the leader was killed; null: somebody leads. */
  private died_us: number | null = null
  private detected_us: number | null = null

  observe(event: LabEvent): void {
    if (event.kind === 'fault-started' && event.action.do === 'crash') this.died(event.t)
    else if (event.kind === 'fault-ended' || event.kind === 'run-ended') this.giveUp()
    else if (event.kind === 'role' && event.role === 'candidate' && this.died_us !== null) this.detected_us ??= event.t
    else if (event.kind === 'role' && event.role === 'leader') this.elected(event.node, event.t)
  }

  /** Trials of which it is known what they came to. */
  get count(): number {
    return this.elections.length + this.void_count
  }

  private died(t_us: number): void {
    if (this.leader === FIRST_LEADER) this.died_us = t_us
    else this.void_count++
    this.detected_us = null
  }

  private elected(node: NodeId, t_us: number): void {
    this.leader = node
    const { died_us, detected_us } = this
    if (died_us === null) return
    this.died_us = null
    if (!ELECTABLE.has(node) || detected_us === null) this.void_count++
    else this.elections.push({ detected_ms: (detected_us - died_us) / 1000, elected_ms: (t_us - died_us) / 1000 })
  }

  /** The dead one is about to start again, or the run is over. */
  private giveUp(): void {
    if (this.died_us === null) return
    this.died_us = null
    this.void_count++
  }
}
