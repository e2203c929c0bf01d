/** Start: a node knows whom to ask, and no time yet unless it has a reference clock. */
import type { NodeId } from '../../../src-shared/ids'
import { description } from '../../../src-shared/protocols/clock-sync/description'
import { TimeSources } from '../../../src-shared/protocols/clock-sync/facts'
import { STRATA } from '../../../src-shared/protocols/clock-sync/strata'
import type { Stratum } from '../../../src-shared/protocols/clock-sync/strata'
import type { Boot, Context } from '../contract'
import { createTimeClient } from '../kit/clock-sync/client'
import { emit } from '../kit/core'
import { readSettings, readSwitches } from '../kit/settings'
import { newCore } from './core'
import type { ClockSyncEffect } from './core'
import { poll } from './polls'
import type { ClockSyncState, Settings, Switches } from './state'

export function boot(given: Boot<never, never>, context: Context): { state: ClockSyncState; effects: ClockSyncEffect[] } {
  const { id, nodes, roles = {}, parameters } = given
  const stratumOf = strataOf(nodes, roles)
  const role = stratumOf(id)
  const settings = readSettings(description, parameters)
  const switches: Switches = readSwitches(given.switches)
  const sources = sourcesOf(role, nodes, stratumOf).slice(0, settings.sources_asked)
  const state: ClockSyncState = {
    id,
    nodes,
    role,
    settings,
    switches,
    disk: { records: 0 },
    client: createTimeClient(sources, clientSettings(settings, switches)),
    next_poll_us: 0,
    leap_at_us: null,
    seen_us: context.now_us,
    set_back: 0
  }
  const core = newCore(state, context)
  emit(core, { kind: 'role', node: id, role })
  if (sources.length > 0) {
    const { poll_interval_us: poll_us, max_drift_ppm, never_step: never_steps } = settings
    emit(core, TimeSources.of(id, { sources, poll_us, max_drift_ppm, never_steps }))
    poll(core)
  }
  return { state, effects: core.effects }
}

/** The scenario says who is what; where it gives out no roles, the first node has the reference clock. */
function strataOf(nodes: readonly NodeId[], roles: Readonly<Record<NodeId, string>>): (node: NodeId) => Stratum {
  const named = nodes.some((node) => roles[node] !== undefined)
  return (node) => {
    if (!named) return node === nodes[0] ? 'stratum-1' : 'stratum-2'
    return STRATA.find((stratum) => stratum === roles[node]) ?? 'stratum-3'
  }
}

/** Those of the next stratum above that has members. */
function sourcesOf(role: Stratum, nodes: readonly NodeId[], stratumOf: (node: NodeId) => Stratum): readonly NodeId[] {
  const above = STRATA.slice(0, STRATA.indexOf(role)).reverse()
  return above.map((stratum) => nodes.filter((node) => stratumOf(node) === stratum)).find((found) => found.length > 0) ?? []
}

function clientSettings({ max_drift_ppm, step_threshold_us, never_step, slew_ppm }: Settings, switches: Switches) {
  const threshold_us = never_step ? Infinity : step_threshold_us
  return {
    max_drift_ppm: switches['drift-left-out'] ? 0 : max_drift_ppm,
    step_threshold_us: switches['step-although-never'] ? 0 : threshold_us,
    slew_ppm
  }
}
