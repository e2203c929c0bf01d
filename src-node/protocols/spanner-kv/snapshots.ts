/**
 * Reads as of a time (§4.1.3, §4.2.2): any replica answers them, without locks and without asking anybody, once no write with such a
 * timestamp can reach it any more. Of keys of several groups all are read as of the same time.
 */
import type { ClockInterval } from '../../../src-shared/clock/interval'
import { SnapshotServed } from '../../../src-shared/protocols/spanner-kv/facts'
import type { ClientRequest } from '../contract'
import { operationName } from '../kit/requests'
import type { Core } from './core'
import { groupOf, isPast, NO_TIME, raftOf, reply } from './core'
import { machineOf } from './groups'
import type { OpenSnapshot, SpannerState } from './state'
import type { Version } from './versions'
import { versionAt, VERSIONS_KEPT_US } from './versions'

/** Snapshots that wait at a replica; more are turned away. */
const SNAPSHOTS_MAX = 10_000

export function acceptSnapshot(core: Core, request: ClientRequest): void {
  const { state, interval, now_us } = core
  const { operation } = request
  if (interval === null) return reply(core, request.request, NO_TIME)
  if (state.snapshots.length >= SNAPSHOTS_MAX)
    return reply(core, request.request, { status: 'rejected', error: 'busy: too many snapshots wait for the safe time' })
  state.snapshots.push({
    request: request.request,
    operation: operationName(request),
    keys: operation.f === 'gather' ? operation.keys : [operation.key],
    is_single: operation.f !== 'gather',
    at_us: timeOf(state, request, interval),
    began_us: now_us
  })
}

/** The newest that may be: as of the latest that it can be now, which misses nothing that was answered before. */
function timeOf({ settings }: SpannerState, { policy }: ClientRequest, { earliest_us, latest_us }: ClockInterval): number {
  return policy === 'snapshot' ? earliest_us - settings.snapshot_age_us : latest_us
}

export function answerSnapshots(core: Core): void {
  const { state } = core
  if (state.snapshots.length === 0) return
  const open: OpenSnapshot[] = []
  for (const snapshot of state.snapshots) {
    if (isReady(core, snapshot)) serve(core, snapshot)
    else if (core.now_us - snapshot.began_us > state.settings.snapshot_wait_us)
      reply(core, snapshot.request, { status: 'rejected', error: 'the safe time of this replica stays behind the snapshot' })
    else open.push(snapshot)
  }
  state.snapshots = open
}

function isReady(core: Core, { keys, at_us }: OpenSnapshot): boolean {
  const { state } = core
  if (!isPast(core, at_us)) return false
  return state.switches['serve-above-safe-time'] === true || keys.every((key) => safeTime(state, key) >= at_us)
}

function safeTime(state: SpannerState, key: string): number {
  return machineOf(raftOf(state, groupOf(state, key))).safe_us
}

function serve(core: Core, { request, operation, keys, is_single, at_us, began_us }: OpenSnapshot): void {
  const { state, now_us } = core
  if (keys.some((key) => at_us < safeTime(state, key) - VERSIONS_KEPT_US))
    return reply(core, request, { status: 'rejected', error: 'versions as old as the snapshot are forgotten' })
  const found = keys.map((key) => ({ key, version: versionOf(state, key, at_us) }))
  const values = Object.fromEntries(found.map(({ key, version }) => [key, version?.value ?? null]))
  const age_us = Math.max(0, Math.round((core.interval?.latest_us ?? now_us) - at_us))
  const result = is_single ? { value: values[keys[0]!] ?? null } : { values }
  reply(core, request, { status: 'ok', result, age_us })
  const versions = found.map(({ key, version }) => ({ key, version_us: version?.at_us ?? null }))
  const told = { operation, at_us, versions, wait_ms: (now_us - began_us) / 1000 }
  core.effects.push({ kind: 'emit', event: SnapshotServed.of(state.id, told) })
}

function versionOf(state: SpannerState, key: string, at_us: number): Version | null {
  return versionAt(machineOf(raftOf(state, groupOf(state, key))).versions, key, at_us)
}
