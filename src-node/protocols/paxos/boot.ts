/** Restart from disk: what was promised, accepted and learned, and how far ballots were counted. */
import { description } from '../../../src-shared/protocols/paxos/description'
import { AcceptorRecovered, RECOVERED_MAX } from '../../../src-shared/protocols/paxos/facts'
import type { Boot, Context } from '../contract'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import type { Core, PaxosEffect } from './core'
import { log, newCore } from './core'
import { emitRole } from './distinguished'
import { registerOf } from './registers'
import { rolesOf } from './roles'
import type { PaxosRecord, PaxosSnapshot, PaxosState, Register } from './state'

type Given = Boot<PaxosRecord, PaxosSnapshot>

export function boot(given: Given, context: Context): { state: PaxosState; effects: PaxosEffect[] } {
  const registers = recoveredRegisters(given)
  const state = newState(given, registers)
  const core = newCore(state, context)
  if (given.generation === 0 && given.recovered.snapshot === null && given.recovered.records.length === 0)
    log(core, { kind: 'disk', generation: given.generation })
  announce(core)
  setTimer(core, 'resend', state.settings.resend_us)
  if (state.settings.proposers === 'distinguished') setTimer(core, 'heartbeat', 0)
  return { state, effects: core.effects }
}

function newState(given: Given, registers: PaxosState['registers']): PaxosState {
  const { id, nodes, roles = {}, parameters, switches: names, recovered, generation } = given
  const switches: PaxosState['switches'] = readSwitches(names)
  const disk_generation = generationWritten(given)
  return {
    id,
    nodes,
    roles: rolesOf(nodes, roles),
    given_role: roles[id] ?? null,
    settings: readSettings(description, parameters),
    switches,
    disk: { records: 0, durable: 0, since_snapshot: recovered.records.length, pending_events: [], own_messages: [] },
    disk_generation,
    takes_part: disk_generation === generation || switches['trust-restored-disk'] === true,
    now_us: 0,
    registers,
    attempts: new Map(),
    timers: new Map(),
    untold: new Map(),
    heard_us: new Map(),
    distinguished: null,
    counters: { attempts: 0, ballots: 0, preempted: 0 }
  }
}

/** Of the disk that is there; null: the one that was written is lost. */
function generationWritten({ generation, recovered: { snapshot, records } }: Given): number | null {
  if (generation === 0) return 0
  return snapshot !== null ? snapshot.generation : (records.find((record) => record.kind === 'disk')?.generation ?? null)
}

function recoveredRegisters({ recovered: { snapshot, records } }: Given): PaxosState['registers'] {
  const registers = new Map<string, Register>(snapshot?.registers.map(([key, register]) => [key, { ...register }]))
  for (const record of records) replay(registers, record)
  return registers
}

function replay(registers: PaxosState['registers'], record: PaxosRecord): void {
  if (record.kind === 'disk') return
  const register = registerOf({ registers }, record.key)
  switch (record.kind) {
    case 'start':
      register.started = record.n
      return
    case 'promise':
      register.promised = record.ballot
      return
    case 'accept':
      register.promised = record.accepted.ballot
      register.accepted = record.accepted
      return
    case 'learn':
      register.chosen ??= record.chosen
  }
}

function announce(core: Core): void {
  const { id, registers, takes_part } = core.state
  emitRole(core)
  const keys = [...registers].slice(-RECOVERED_MAX).map(([key, { promised, accepted, chosen }]) => ({
    key,
    promised,
    accepted,
    learned: chosen?.value ?? null
  }))
  emit(core, AcceptorRecovered.of(id, { takes_part, keys }))
}
