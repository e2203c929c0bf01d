/** Restart from disk: every group recovers what it wrote. No promise about time is lost: all timestamps given out are in the logs. */
import { description } from '../../../src-shared/protocols/spanner-kv/description'
import type { Context } from '../contract'
import { createTimeClient } from '../kit/clock-sync/client'
import type { TimeClient } from '../kit/clock-sync/client'
import { emit } from '../kit/core'
import { groupNames } from '../kit/groups/placement'
import { readSettings, readSwitches } from '../kit/settings'
import { newCore, setTimer } from './core'
import { newMaster } from './masters'
import { host, replicasOf } from './groups'
import type { Settings, SpannerBoot, SpannerEffect, SpannerState } from './state'
import { trueTime } from './true-time'

export function boot(given: SpannerBoot, context: Context): { state: SpannerState; effects: SpannerEffect[] } {
  const { id, nodes, roles, parameters } = given
  const settings = readSettings(description, parameters)
  const replicas = replicasOf(nodes, roles)
  const role = roles?.[id]
  const keeps_data = replicas.includes(id)
  const groups = groupNames(settings.groups)
  const hosted = host.boot(given, context, keeps_data ? groups : [], () => ({ nodes: replicas, initial_nodes: replicas }))
  const state: SpannerState = {
    id,
    settings,
    switches: readSwitches(given.switches),
    nodes,
    role,
    replicas,
    groups,
    host: hosted.state,
    now_us: context.now_us,
    master: newMaster(role, context.now_us),
    clock: newClock(nodes, roles, settings),
    heard: new Set(),
    refused: new Set(),
    given_us: new Map(),
    advances: { last: 0, open: new Map() },
    writes: new Map(),
    reads: new Map(),
    held_reads: [],
    snapshots: [],
    recent_wait_ms: null
  }
  const core = newCore(state, context, trueTime(state, context.now_us))
  core.effects.push(...hosted.effects)
  if (keeps_data) setTimer(core, 'advance', settings.advance_us)
  else emit(core, { kind: 'role', node: id, role: role! })
  if (keeps_data && settings.epsilon_us === 0) setTimer(core, 'poll', 0)
  return { state, effects: core.effects }
}

/** All other members are masters of time. It is always stepped: nobody reads it but as an interval. */
function newClock(nodes: SpannerBoot['nodes'], roles: SpannerBoot['roles'], { max_drift_ppm }: Settings): TimeClient {
  const masters = nodes.filter((node) => roles?.[node] !== undefined)
  return createTimeClient(masters, { max_drift_ppm, step_threshold_us: 0, slew_ppm: 0 })
}
