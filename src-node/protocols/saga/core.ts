/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { Service } from '../../../src-shared/protocols/saga/steps'
import { crc32c } from '../../../src-shared/wire/crc32c'
import type { Context, Effect } from '../contract'
import { savedAnswers } from '../kit/answers'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot } from '../kit/core'
import type { SagaMessage } from './messages'
import type { Saga, SagaRecord, SagaSnapshot, SagaState, SavedSaga } from './state'

/** What was not answered is sent again. */
export type Timer = 'retry'

export type SagaEffect = Effect<SagaMessage, SagaRecord, SagaSnapshot, Timer>

export interface Core extends KitCore<SagaState, SagaMessage, SagaRecord, SagaSnapshot, Timer> {
  /** By this node's clock. */
  readonly now_us: number
}

/** Timers that fire before this many have passed since something was sent leave its receiver time to answer. */
export const RETRIES_BEFORE_RESEND = 2

export function newCore(state: SagaState, { random, now_us }: Context): Core {
  return { state, random, now_us, effects: [] }
}

export function log(core: Core, record: SagaRecord): void {
  append(core, record)
  core.state.disk.since_snapshot++
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings } = core.state
  if (disk.since_snapshot < settings.snapshot_every_records) return
  disk.since_snapshot = 0
  saveSnapshot(core, snapshotOf(core.state), [])
}

function snapshotOf({ next_number, sagas, answers, held, accounts, reserved, oldest, outbox }: SagaState): SagaSnapshot {
  return {
    next_number,
    sagas: [...sagas.values()].map(savedSaga),
    answers: savedAnswers(answers),
    held: [...held.values()].map((one) => ({ ...one })),
    accounts: [...accounts].map(([customer, account]) => [customer, { ...account }] as const),
    reserved,
    oldest,
    outbox: [...outbox].map(([name, { to, event }]) => [name, { to, event }] as const)
  }
}

function savedSaga({ stuck: _s, help: _h, tries: _t, waited: _w, requests: _r, ...saved }: Saga): SavedSaga {
  return saved
}

export function isChoreographed({ settings }: SagaState): boolean {
  return settings.coordination === 'choreographed'
}

const encoder = new TextEncoder()

/** The member of a service to which a customer belongs. */
export function memberFor({ topology }: SagaState, service: Service, customer: string): NodeId {
  const members = topology.members[service]
  return members[crc32c(encoder.encode(customer)) % members.length]!
}
