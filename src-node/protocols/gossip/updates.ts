/** Updates that sites are given: by an operator, or at random. */
import { setTimer } from '../kit/core'
import type { Core } from './core'
import { inject } from './database'

type Given = Readonly<Record<string, string | number | boolean>>

/** What nobody has named is `k`, and its value counts up. */
export function onCommand(core: Core, command: string, given: Given): void {
  const key = String(given['key'] ?? 'k')
  if (command === 'delete') return inject(core, key, null)
  if (command === 'put') inject(core, key, String(given['value'] ?? `v${core.state.round}`))
}

export function scheduleUpdate(core: Core): void {
  const { updates_left, settings } = core.state
  // Exponential gaps, as of independent clients; at most ten times the mean.
  const gap_us = Math.min(10, -Math.log(1 - core.random())) * settings.update_every_us
  if (updates_left > 0) setTimer(core, 'update', gap_us)
}

export function onUpdateTimer(core: Core): void {
  const { state } = core
  const { update_keys, deletes_percent } = state.settings
  const key = `k${1 + Math.floor(core.random() * update_keys)}`
  const is_deletion = core.random() * 100 < deletes_percent
  inject(core, key, is_deletion ? null : `${state.id}.${state.updates_left}`)
  state.updates_left--
  scheduleUpdate(core)
}
