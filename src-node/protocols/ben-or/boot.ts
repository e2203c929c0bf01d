/** Restart from disk: what was decided, and what was said in the instance under way. */
import { description } from '../../../src-shared/protocols/ben-or/description'
import { ParticipantRecovered } from '../../../src-shared/protocols/ben-or/facts'
import type { Boot, Context } from '../contract'
import { emit, setTimer } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import type { BenOrEffect, Core } from './core'
import { log, newCore } from './core'
import { heardOf } from './rounds'
import type { BenOrRecord, BenOrSnapshot, BenOrState, Round, Said } from './state'

type Given = Boot<BenOrRecord, BenOrSnapshot>

export function boot(given: Given, context: Context): { state: BenOrState; effects: BenOrEffect[] } {
  const state = newState(given)
  const core = newCore(state, context)
  if (given.generation === 0 && given.recovered.snapshot === null && given.recovered.records.length === 0)
    log(core, { kind: 'disk', generation: given.generation })
  announce(core)
  setTimer(core, 'repeat', state.settings.repeat_us)
  if (state.takes_part && state.round === null) setTimer(core, 'next', state.settings.pause_us)
  return { state, effects: core.effects }
}

function newState(given: Given): BenOrState {
  const { id, nodes, parameters, switches: names, recovered, generation } = given
  const switches: BenOrState['switches'] = readSwitches(names)
  const disk_generation = generationWritten(given)
  const takes_part = disk_generation === generation || switches['trust-restored-disk'] === true
  const { decisions, said } = recoveredWords(given)
  return {
    id,
    nodes,
    settings: readSettings(description, parameters),
    switches,
    disk: { records: 0, durable: 0, since_snapshot: recovered.records.length, pending_events: [], own_messages: [] },
    disk_generation,
    takes_part,
    decisions,
    round: takes_part && said.length > 0 ? roundOf(id, decisions.length + 1, said) : null,
    early: [],
    counters: { coins: 0 }
  }
}

/** Of the disk that is there; null: the one that was written is lost. */
function generationWritten({ generation, recovered: { snapshot, records } }: Given): number | null {
  if (generation === 0) return 0
  return snapshot !== null ? snapshot.generation : (records.find((record) => record.kind === 'disk')?.generation ?? null)
}

function recoveredWords({ recovered: { snapshot, records } }: Given): Pick<BenOrState, 'decisions'> & { readonly said: Said[] } {
  const decisions = [...(snapshot?.decisions ?? [])]
  let said: Said[] = [...(snapshot?.said ?? [])]
  for (const record of records) {
    if (record.kind === 'report') said[record.round - 1] = { report: record.bit }
    else if (record.kind === 'propose') said[record.round - 1] = { ...said[record.round - 1]!, proposal: record.bit }
    else if (record.kind === 'decide') {
      decisions.push(record.bit)
      said = []
    }
  }
  return { decisions, said }
}

/** It goes on in its newest round: what it has said itself it has heard, what others have said it asks for. */
function roundOf(id: string, instance: number, said: Said[]): Round {
  const { report, proposal } = said.at(-1)!
  const round: Round = {
    instance,
    number: said.length,
    phase: proposal === undefined ? 'report' : 'propose',
    bit: report,
    said,
    heard: new Map()
  }
  const heard = heardOf(round, round.number)
  heard.reports.set(id, report)
  if (proposal !== undefined) heard.proposals.set(id, proposal)
  return round
}

function announce(core: Core): void {
  const { id, takes_part, decisions, round } = core.state
  emit(core, ParticipantRecovered.of(id, { takes_part, decided: decisions.length, round: round?.number ?? 0 }))
}
