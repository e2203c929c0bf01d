/** The way of each saga: which of its steps are there, since when, and what it waits for. The newest are kept. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { Ring } from '../../folds/ring'
import type { Table } from '../../folds/table'
import { toSeconds } from '../../folds/table'
import type { NodeId } from '../../ids'
import {
  Compensated,
  Looked,
  SagaBegun,
  SagaEnded,
  SagaHelped,
  SagasRecovered,
  SagaStuck,
  SagaTurned,
  StepDone,
  StepsRecovered
} from './facts'
import type { CompensationName, StepName } from './steps'
import { EFFECTS } from './steps'

/** `open`: it goes forward; `turned`: it goes backward. */
export type SagaState = 'open' | 'turned' | 'completed' | 'taken back'

/** What a service has done for a saga, and taken back. */
export interface Effect {
  readonly step: StepName
  readonly node: NodeId
  readonly from_us: number
  /** When it was taken back; null: it was not. */
  undone_us: number | null
}

export interface Stuck {
  readonly node: NodeId
  readonly waits_for: StepName | CompensationName
  readonly reason: string
  readonly since_us: number
  /** null: it lasts. */
  until_us: number | null
}

export interface SagaPart {
  readonly saga: string
  readonly node: NodeId
  readonly customer: string
  readonly from_us: number
  /** When whoever takes bookings knew its end; null: it lasts. */
  to_us: number | null
  state: SagaState
  turned_us: number | null
  reason: string
  readonly effects: Effect[]
  /** Times at which it did not go on until somebody helped. */
  readonly stuck: Stuck[]
  /** Reads that saw it half done, and were not told so. */
  seen_by: number
}

export interface SagasFold {
  readonly sagas: Ring<SagaPart>
  readonly by_name: Map<string, SagaPart>
}

const SAGAS_MAX = 10_000

export const sagasFold = declareFold<SagasFold>({
  create: () => ({ sagas: new Ring(SAGAS_MAX), by_name: new Map() }),
  reads: [
    SagaBegun,
    StepDone,
    SagaTurned,
    Compensated,
    SagaStuck,
    SagaHelped,
    SagaEnded,
    Looked,
    SagasRecovered,
    StepsRecovered
  ].map(({ name }) => name),
  observe: foldSagas,
  tables: (fold) => [sagasTable(fold)]
})

function foldSagas(fold: SagasFold, event: LabEvent): void {
  if (event.kind !== 'fact') return
  const { node, t } = event
  if (SagaBegun.is(event)) begin(fold, event.data.saga, event.data.customer, node, t)
  else if (Looked.is(event)) for (const saga of event.data.half) countReader(fold, saga)
  else if (SagasRecovered.is(event)) for (const { saga, complete } of event.data.ended) end(fold, saga, complete, '', t)
  else if (StepsRecovered.is(event)) foldRecovered(fold, event.data, node, t)
  else foldStep(fold, event)
}

function foldStep({ by_name }: SagasFold, event: LabEvent & { readonly kind: 'fact' }): void {
  const { node, t } = event
  const saga = by_name.get(String((event.data as { readonly saga?: unknown }).saga))
  if (saga === undefined) return
  if (StepDone.is(event)) done(saga, event.data.step, node, t)
  else if (Compensated.is(event)) undone(saga, event.data.step, t)
  else if (SagaTurned.is(event)) Object.assign(saga, { state: 'turned', turned_us: t, reason: event.data.reason })
  else if (SagaStuck.is(event)) {
    const { waits_for, reason } = event.data
    if (stuckNow(saga) === undefined) saga.stuck.push({ node, waits_for, reason, since_us: t, until_us: null })
  } else if (SagaHelped.is(event)) unstick(saga, t)
  else if (SagaEnded.is(event)) close(saga, event.data.complete, event.data.reason ?? '', t)
}

function begin({ sagas, by_name }: SagasFold, saga: string, customer: string, node: NodeId, t: number): void {
  const times = { from_us: t, to_us: null, turned_us: null }
  const part: SagaPart = { saga, node, customer, ...times, state: 'open', reason: '', effects: [], stuck: [], seen_by: 0 }
  by_name.set(saga, part)
  const lost = sagas.push(part)
  if (lost !== undefined) by_name.delete(lost.saga)
}

function done(saga: SagaPart, step: StepName, node: NodeId, t: number): void {
  if (step !== 'confirm') saga.effects.push({ step, node, from_us: t, undone_us: null })
  unstick(saga, t)
}

function undone(saga: SagaPart, step: StepName, t: number): void {
  unstick(saga, t)
  const effect = saga.effects.find((one) => one.step === step && one.undone_us === null)
  if (effect !== undefined) effect.undone_us = t
}

function end({ by_name }: SagasFold, name: string, complete: boolean, reason: string, t: number): void {
  const saga = by_name.get(name)
  if (saga?.to_us === null) close(saga, complete, reason, t)
}

function close(saga: SagaPart, complete: boolean, reason: string, t: number): void {
  Object.assign(saga, { to_us: t, state: complete ? 'completed' : 'taken back' })
  unstick(saga, t)
  if (reason !== '') saga.reason = reason
}

/** What the node had done when it died before it told of it. */
function foldRecovered({ by_name }: SagasFold, { step, held }: StepsRecovered['data'], node: NodeId, t: number): void {
  for (const { saga: name, state } of held) {
    const saga = by_name.get(name)
    if (saga === undefined) continue
    const is_known = saga.effects.some((effect) => effect.step === step)
    if (state === 'done' && !is_known) done(saga, step, node, t)
    if (state === 'undone') undone(saga, step, t)
  }
}

function countReader({ by_name }: SagasFold, name: string): void {
  const saga = by_name.get(name)
  if (saga !== undefined) saga.seen_by++
}

function unstick(saga: SagaPart, t: number): void {
  const stuck = stuckNow(saga)
  if (stuck !== undefined) stuck.until_us = t
}

/** What the saga waits for somebody to help with; undefined: it does not. */
function stuckNow({ stuck }: SagaPart): Stuck | undefined {
  return stuck.find(({ until_us }) => until_us === null)
}

/** From its first step to its last, or to the last compensation: when others could see it half done. null: they could not. */
export function halfDone({ effects }: SagaPart): { readonly from_us: number; readonly to_us: number | null } | null {
  const [first] = effects
  if (first === undefined) return null
  const is_whole = effects.length === EFFECTS.length && effects.every(({ undone_us }) => undone_us === null)
  if (is_whole) return { from_us: first.from_us, to_us: effects.at(-1)!.from_us }
  const ends = effects.map(({ undone_us }) => undone_us)
  return { from_us: first.from_us, to_us: ends.includes(null) ? null : Math.max(...ends.map(Number)) }
}

export interface StuckSaga {
  readonly saga: string
  readonly stuck: Stuck
}

/** Sagas that wait for somebody to help, with what for, the longest first. */
export function stuckSagas(fold: SagasFold): StuckSaga[] {
  return stuckTimes(fold).filter(({ stuck }) => stuck.until_us === null)
}

/** All times at which a saga waited for somebody to help: those that last first, then by when they began. */
export function stuckTimes({ by_name }: SagasFold): StuckSaga[] {
  const all = [...by_name.values()].flatMap((part) => part.stuck.map((stuck) => ({ saga: part.saga, stuck })))
  const isOver = ({ stuck }: StuckSaga) => Number(stuck.until_us !== null)
  return all.sort((a, b) => isOver(a) - isOver(b) || a.stuck.since_us - b.stuck.since_us)
}

function sagasTable({ sagas }: SagasFold): Table {
  return {
    name: 'sagas',
    title: 'Sagas: when each was half done, for whom to see, and what came of it',
    columns: ['saga', 'customer', 'from_s', 'to_s', 'state', 'half_from_s', 'half_to_s', 'seen_half_done_by', 'steps', 'reason'],
    *rows() {
      for (const saga of sagas) {
        const half = halfDone(saga)
        const steps = saga.effects.map(({ step, undone_us }) => (undone_us === null ? step : `${step} taken back`)).join(', ')
        yield [
          saga.saga,
          saga.customer,
          toSeconds(saga.from_us),
          toSeconds(saga.to_us),
          saga.state,
          toSeconds(half?.from_us ?? null),
          toSeconds(half?.to_us ?? null),
          saga.seen_by,
          steps,
          saga.reason
        ]
      }
    }
  }
}
