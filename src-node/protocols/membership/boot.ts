/** Start: with the list that all are given, or with nobody but the seeds; under a higher incarnation than before where that was kept. */
import { description } from '../../../src-shared/protocols/membership/description'
import { MembershipStarted } from '../../../src-shared/protocols/membership/facts'
import type { Boot, Context } from '../contract'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import type { Core, MembershipEffect } from './core'
import { newCore } from './core'
import { watchPeer } from './heartbeats'
import { onJoinTimer } from './lists'
import type { MembershipSnapshot, MembershipState } from './state'
import { addMember, setIncarnation } from './views'

type Given = Boot<never, MembershipSnapshot>

/** Where the numbers of a boot's pings may begin: an ack of one before must not be taken for one of this boot. */
const SEQUENCES = 2 ** 48

export function boot(given: Given, context: Context): { state: MembershipState; effects: MembershipEffect[] } {
  const state = newState(given, context)
  const core = newCore(state, context)
  const { snapshot } = given.recovered
  setIncarnation(core, snapshot === null || state.switches['incarnation-unsaved'] ? 0 : snapshot.incarnation + 1)
  const { detector } = state.settings
  emit(core, MembershipStarted.of(state.id, { detector, incarnation: state.incarnation, members: [...state.members.keys()] }))
  for (const member of state.members.values()) watchPeer(core, member)
  onJoinTimer(core)
  startTimers(core)
  return { state, effects: core.effects }
}

function newState(given: Given, { random }: Context): MembershipState {
  const { id, nodes, initial_nodes = nodes, ever = nodes, parameters, switches } = given
  const settings = readSettings(description, parameters)
  const listed = settings.start === 'known' ? initial_nodes : initial_nodes.slice(0, settings.seeds)
  const state: MembershipState = {
    id,
    settings,
    switches: readSwitches(switches),
    disk: { records: 0 },
    addresses: ever,
    contacts: listed.filter((node) => node !== id),
    incarnation: 0,
    leaving: false,
    joined: false,
    members: new Map(),
    taking_part: 0,
    round: [],
    probe: null,
    sequence: Math.floor(random() * SEQUENCES),
    relays: new Map(),
    news: new Map(),
    health: 0
  }
  if (settings.start === 'known')
    for (const member of state.contacts) addMember(state, { member, status: 'alive', incarnation: 0, by: member })
  return state
}

/** At random places of their periods, so that members are out of step. */
function startTimers(core: Core): void {
  const { settings } = core.state
  const within = (period_us: number): number => Math.ceil(core.random() * period_us)
  if (settings.detector === 'swim') setTimer(core, 'probe', within(settings.period_us))
  else setTimer(core, 'heartbeat', within(settings.heartbeat_us))
  if (settings.sync_us > 0) setTimer(core, 'sync', within(settings.sync_us))
  if (settings.reconnect_us > 0) setTimer(core, 'reconnect', within(settings.reconnect_us))
}
