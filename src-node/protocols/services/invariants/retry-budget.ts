import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { SpanStarted } from '../../../../src-shared/protocols/services/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { BUDGET_BURST } from '../retries'

/** What additions of shares may round away. */
const SLACK = 1e-6

/** Further tries are a share of calls at most. 0 percent: there is no budget. */
export class RetryBudget implements LiveInvariant {
  readonly name = 'retry-budget'
  readonly reads = [SpanStarted.name, 'role']
  /** By node, since its start: what it may still send. */
  private readonly left = new Map<NodeId, number>()

  constructor(private readonly percent: number) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'role') this.left.set(event.node, BUDGET_BURST)
    if (this.percent === 0 || !SpanStarted.is(event) || event.data.side !== 'client') return null
    const change = event.data.attempt === 1 ? this.percent / 100 : -1
    const left = (this.left.get(event.node) ?? BUDGET_BURST) + change
    this.left.set(event.node, left)
    if (left >= -SLACK) return null
    return { text: `${event.node} tries ${event.data.request} again although its budget is used up`, events: [event.seq] }
  }
}
