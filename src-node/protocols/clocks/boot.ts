/** Restart from disk: clocks go on from where they stood. */
import { HYBRID_ZERO } from '../../../src-shared/causality/hybrid-clock'
import { description } from '../../../src-shared/protocols/clocks/description'
import type { Boot, Context } from '../contract'
import { readSettings, readSwitches } from '../kit/settings'
import { newCore, setRandomTimer } from './core'
import type { ClocksEffect } from './core'
import type { ClocksState, Standing, Switches } from './state'

export function boot(given: Boot<Standing, Standing>, context: Context): { state: ClocksState; effects: ClocksEffect[] } {
  const { id, nodes, parameters, recovered } = given
  const switches: Switches = readSwitches(given.switches)
  const zero: Standing = { place: 0, lamport: 0, vector: nodes.map(() => 0), hybrid: HYBRID_ZERO }
  const { place, ...clocks } = recovered.records.at(-1) ?? recovered.snapshot ?? zero
  const state: ClocksState = {
    id,
    nodes,
    slot: nodes.indexOf(id),
    settings: readSettings(description, parameters),
    switches,
    disk: { records: 0, since_snapshot: recovered.records.length, pending_events: [] },
    clocks: switches['forget-at-restart'] ? zero : clocks,
    place
  }
  const core = newCore(state, context)
  setRandomTimer(core)
  return { state, effects: core.effects }
}
