/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import { ClockEvent } from '../../../src-shared/protocols/clocks/facts'
import type { Context, Effect } from '../contract'
import { append, saveSnapshot, send as sendMessage, setTimer } from '../kit/core'
import type { Core as KitCore } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { ClocksMessage } from './messages'
import { receive, tick } from './rules'
import type { Clocks, ClocksState, Standing } from './state'

/** random: something happens that nobody asked for. */
export type Timer = 'random'
export type ClocksEffect = Effect<ClocksMessage, Standing, Standing>
export interface Core extends KitCore<ClocksState, ClocksMessage, Standing, Standing, Timer> {
  /** What the node's physical clock shows. */
  readonly now_us: number
}

/** Longer texts are cut. */
const WHAT_LENGTH_MAX = 40

export function newCore(state: ClocksState, { random, now_us }: Context): Core {
  return { state, random, now_us: Math.round(now_us), effects: [] }
}

export function write(core: Core, what: string): void {
  const { state } = core
  happen(core, { does: 'write', what, counts: true }, tick(state.clocks, state.slot, core.now_us))
}

/** The message is let out once its stamp is on disk: no later event may have the same. */
export function send(core: Core, to: NodeId, what: string): void {
  const { state } = core
  const counts = state.settings.sends_count
  happen(core, { does: 'send', what, counts, peer: to }, counts ? tick(state.clocks, state.slot, core.now_us) : state.clocks)
  const { clocks, place } = state
  sendMessage(core, to, { type: 'message', what: cut(what), place, ...clocks }, 'sync')
}

export function onMessage(core: Core, from: NodeId, { what, place, lamport, vector, hybrid }: ClocksMessage): void {
  const event = { does: 'receive', what, counts: true, peer: from, sent_place: place } as const
  happen(core, event, receive(core.state.clocks, { lamport, vector, hybrid }, core.state, core.now_us))
}

type Happening = Pick<Parameters<typeof ClockEvent.of>[1], 'does' | 'what' | 'counts' | 'peer' | 'sent_place'>

function happen(core: Core, event: Happening, clocks: Clocks): void {
  const { state } = core
  state.clocks = clocks
  state.place++
  append(core, standingOf(state))
  state.disk.since_snapshot++
  const standing = { place: state.place, ...clocks, physical_us: core.now_us }
  emitOnceDurable(core, ClockEvent.of(state.id, { ...event, what: cut(event.what), ...standing }))
}

/** As often a write as a message to anybody. */
export function onRandomTimer(core: Core): void {
  const { state, random } = core
  const others = state.nodes.filter((node) => node !== state.id)
  const to = others[Math.floor(random() * 2 * others.length)]
  if (to === undefined) write(core, `w${state.place + 1}`)
  else send(core, to, `m${state.place + 1}`)
  setRandomTimer(core)
}

/** Half as long to one and a half times as long as the setting says. */
export function setRandomTimer(core: Core): void {
  const { random_every_us } = core.state.settings
  if (random_every_us > 0) setTimer(core, 'random', Math.round(random_every_us * (0.5 + core.random())))
}

export function snapshotIfDue(core: Core): void {
  const { state } = core
  if (state.disk.since_snapshot < state.settings.snapshot_every_records) return
  state.disk.since_snapshot = 0
  saveSnapshot(core, standingOf(state), [])
}

function standingOf({ place, clocks: { lamport, vector, hybrid } }: ClocksState): Standing {
  return { place, lamport, vector, hybrid }
}

function cut(what: string): string {
  return what.slice(0, WHAT_LENGTH_MAX)
}
