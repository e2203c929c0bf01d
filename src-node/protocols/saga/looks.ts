/** Reads: any member asks all services what they have of a customer. Each answers for itself, at its own moment. */
import type { NodeId } from '../../../src-shared/ids'
import { Looked } from '../../../src-shared/protocols/saga/facts'
import { SERVICES } from '../../../src-shared/protocols/saga/steps'
import type { Service } from '../../../src-shared/protocols/saga/steps'
import type { ClientRequest } from '../contract'
import { setBounded } from '../kit/bounded'
import { emit, reply, send } from '../kit/core'
import { operationName } from '../kit/requests'
import type { Core } from './core'
import { memberFor } from './core'
import type { AccountFigures, Look, Seen } from './messages'
import { NOTHING } from './records'
import type { Looking, SagaState } from './state'

/** Reads under way; beyond it the oldest is let go, and its client hears nothing. */
const LOOKS_MAX = 1024
/** Sagas of a customer that a service tells of, the newest. */
const SAGAS_MAX = 64

export function beginLook(core: Core, { request, session, sequence }: ClientRequest, customer: string): void {
  const { state } = core
  const number = ++state.counters.looks
  const looking: Looking = { request, reader: operationName({ session, sequence }), customer, seen: new Map() }
  setBounded(state.looks, number, looking, LOOKS_MAX)
  for (const service of SERVICES) {
    const member = memberFor(state, service, customer)
    if (member === state.id) looking.seen.set(service, seenOf(state, number, customer))
    else send(core, member, { type: 'look', number, customer }, 'now')
  }
}

export function onLook(core: Core, from: NodeId, { number, customer }: Look): void {
  if (core.state.service !== null) send(core, from, seenOf(core.state, number, customer), 'now')
}

function seenOf({ held, accounts, oldest }: SagaState, number: number, customer: string): Seen {
  const own = [...held.values()].filter((one) => one.customer === customer && one.number >= oldest)
  const sagas = own
    .slice(-SAGAS_MAX)
    .map(({ saga, number, state, pending }) => [saga, number, pending ? 'pending' : state] as const)
  return { type: 'seen', number, account: { ...(accounts.get(customer) ?? NOTHING) }, sagas, oldest }
}

export function onSeen(core: Core, from: NodeId, seen: Seen): void {
  const { state } = core
  const looking = state.looks.get(seen.number)
  const service = looking && SERVICES.find((service) => memberFor(state, service, looking.customer) === from)
  if (looking === undefined || service === undefined) return
  looking.seen.set(service, seen)
  if (looking.seen.size < SERVICES.length) return
  state.looks.delete(seen.number)
  tell(core, looking)
}

function tell(core: Core, { request, reader, customer, seen }: Looking): void {
  emit(core, Looked.of(core.state.id, { reader, customer, ...halfDone([...seen.values()]) }))
  reply(core, request, { status: 'ok', result: { value: figuresText([...seen.values()]) } })
}

/** What there is of all figures: `charged 100, seats 1`. */
function figuresText(seen: readonly Seen[]): string {
  const figures = Object.keys(NOTHING) as (keyof AccountFigures)[]
  const sums = figures.map((name) => [name, seen.reduce((sum, { account }) => sum + account[name], 0)] as const)
  return sums.flatMap(([name, sum]) => (sum === 0 ? [] : [`${name} ${sum}`])).join(', ') || 'nothing'
}

/** Sagas of which the reader sees some steps and not all. Which have ended who says that no older ones are open knows. */
function halfDone(seen: readonly Seen[]): { readonly half: string[]; readonly pending: string[] } {
  const oldest = Math.max(...seen.map((one) => one.oldest))
  const there = new Map<string, { steps: number; is_pending: boolean }>()
  for (const [saga, number, state] of seen.flatMap(({ sagas }) => sagas)) {
    if (number < oldest || (state !== 'done' && state !== 'pending')) continue
    const known = there.get(saga) ?? { steps: 0, is_pending: false }
    there.set(saga, { steps: known.steps + 1, is_pending: known.is_pending || state === 'pending' })
  }
  const some = [...there].filter(([, { steps }]) => steps < SERVICES.length)
  const named = (is_pending: boolean) => some.flatMap(([saga, one]) => (one.is_pending === is_pending ? [saga] : []))
  return { half: named(false), pending: named(true) }
}

/** The services without a member, of which nobody can be asked. */
export function missingServices({ topology }: SagaState): readonly Service[] {
  return SERVICES.filter((service) => topology.members[service].length === 0)
}
