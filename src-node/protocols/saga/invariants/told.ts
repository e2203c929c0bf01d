/** What has been told of each saga, by whoever did it: what all the invariants look at. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import {
  Compensated,
  SagaBegun,
  SagaEnded,
  SagaHelped,
  SagasRecovered,
  SagaTurned,
  StepDone,
  StepsRecovered
} from '../../../../src-shared/protocols/saga/facts'
import type { StepName } from '../../../../src-shared/protocols/saga/steps'
import { setBounded } from '../../kit/bounded'
import { SUSPICION_READS } from '../../replicated-log/invariants/suspicions'

/** Sagas remembered by each of the invariants; the oldest are forgotten. */
const REMEMBERED_MAX = 8_192

export interface Told {
  readonly node: NodeId
  readonly seq: number
  readonly t: number
}

export interface ToldSaga {
  readonly saga: string
  /** All of it was told: nothing was lost on the way here, and nothing forgotten. */
  is_whole: boolean
  readonly done: Map<StepName, Told>
  readonly compensated: Map<StepName, Told>
  /** Steps that an operator went on without. */
  readonly skipped: Set<StepName>
  /** Of one charge; 0: there was none. */
  price: number
  charged: number
  refunded: number
  turned: Told | null
  ended: (Told & { readonly complete: boolean }) | null
}

/** The facts by which sagas are known, and what settles suspicions. */
export const TOLD_BY: readonly string[] = [
  ...[SagaBegun, StepDone, Compensated, SagaTurned, SagaHelped, SagaEnded, SagasRecovered, StepsRecovered].map(
    ({ name }) => name
  ),
  ...SUSPICION_READS
]

export class ToldSagas {
  private readonly sagas = new Map<string, ToldSaga>()
  /** Who may take which step. */
  private readonly members = new Map<StepName, Set<NodeId>>()

  constructor(private readonly fee: number) {}

  all(): Iterable<ToldSaga> {
    return this.sagas.values()
  }

  /** The nodes of which one takes the step. */
  membersFor(step: StepName): ReadonlySet<NodeId> {
    return this.members.get(step) ?? new Set()
  }

  /** Takes the event in; answers the sagas that it tells of. */
  takeIn(event: LabEvent): readonly ToldSaga[] {
    if (event.kind === 'gap') this.sagas.clear()
    if (event.kind !== 'fact') return []
    const by: Told = { node: event.node, seq: event.seq, t: event.t }
    if (SagaBegun.is(event)) return [Object.assign(this.of(event.data.saga), { is_whole: true })]
    if (StepDone.is(event)) return [this.done(event.data.saga, event.data.step, event.data.amount ?? 0, by)]
    if (Compensated.is(event)) return [this.compensated(event.data.saga, event.data.step, event.data.amount ?? 0, by)]
    if (SagaTurned.is(event)) return [Object.assign(this.of(event.data.saga), { turned: by })]
    if (SagaEnded.is(event)) return [this.ended(event.data.saga, event.data.complete, by)]
    if (SagaHelped.is(event) && event.data.by === 'skip') this.of(event.data.saga).skipped.add(event.data.step)
    if (StepsRecovered.is(event)) return this.recoverSteps(event, by)
    return SagasRecovered.is(event) ? this.recoverEnds(event, by) : []
  }

  private of(saga: string): ToldSaga {
    const known = this.sagas.get(saga)
    if (known !== undefined) return known
    const steps = { done: new Map(), compensated: new Map(), skipped: new Set<StepName>() }
    const told = { saga, is_whole: false, ...steps, price: 0, charged: 0, refunded: 0, turned: null, ended: null }
    setBounded(this.sagas, saga, told, REMEMBERED_MAX)
    return told
  }

  private done(saga: string, step: StepName, amount: number, by: Told): ToldSaga {
    const told = this.of(saga)
    told.done.set(step, by)
    told.charged += amount
    if (amount > 0) told.price = amount
    return told
  }

  private compensated(saga: string, step: StepName, amount: number, by: Told): ToldSaga {
    const told = this.of(saga)
    told.compensated.set(step, by)
    told.refunded += amount
    return told
  }

  private ended(saga: string, complete: boolean, by: Told): ToldSaga {
    return Object.assign(this.of(saga), { ended: { ...by, complete } })
  }

  /** What its node did, and died before it told of it. */
  private recoverSteps({ node, data: { step, held } }: StepsRecovered, by: Told): readonly ToldSaga[] {
    this.members.set(step, new Set([...this.membersFor(step), node]))
    return held.flatMap(({ saga, state, amount }) => {
      const told = this.of(saga)
      const money = step === 'charge' ? amount : 0
      const is_done = (state === 'done' || state === 'undone') && !told.done.has(step)
      const is_back = (state === 'void' || state === 'undone') && !told.compensated.has(step)
      if (is_done) this.done(saga, step, money, by)
      if (is_back) this.compensated(saga, step, state === 'undone' ? Math.max(0, money - this.fee) : 0, by)
      return is_done || is_back ? [told] : []
    })
  }

  private recoverEnds({ data: { ended } }: SagasRecovered, by: Told): readonly ToldSaga[] {
    return ended.flatMap(({ saga, complete }) => (this.of(saga).ended === null ? [this.ended(saga, complete, by)] : []))
  }
}
