/** Restart from disk: every group recovers its log. What this node did as a gateway or as a leader is gone, and others notice. */
import { description } from '../../../src-shared/protocols/replicated-commit/description'
import type { Context } from '../contract'
import { setTimer } from '../kit/core'
import { groupNames } from '../kit/groups/placement'
import { readSettings, readSwitches } from '../kit/settings'
import { newCore } from './core'
import { host } from './groups'
import type { CommitBoot, CommitEffect, CommitState } from './state'

export function boot(given: CommitBoot, context: Context): { state: CommitState; effects: CommitEffect[] } {
  const { id, nodes, parameters } = given
  const settings = readSettings(description, parameters)
  const groups = groupNames(settings.groups)
  const hosted = host.boot(given, context, groups)
  const state: CommitState = {
    id,
    nodes,
    settings,
    switches: readSwitches(given.switches),
    groups,
    host: hosted.state,
    now_us: context.now_us,
    open: new Map(),
    ages: new Map(),
    led: new Map(),
    proposals: { last: 0, open: new Map() }
  }
  const core = newCore(state, context)
  core.effects.push(...hosted.effects)
  setTimer(core, 'retry', settings.retry_us)
  return { state, effects: core.effects }
}
