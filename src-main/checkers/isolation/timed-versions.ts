/**
 * Orders of a register's versions by time. Where a transaction that read or wrote one version ended before the writer of another began, the
 * other is later, in every model that respects real time; and within a session, in those that respect sessions.
 */
import { Fan } from './fan'
import { FREE, PROCESS, REALTIME, RW, WW } from './graph'
import { lastWritten, writes } from './keys'
import type { Key } from './keys'
import type { Registers } from './registers'
import type { Scene } from './scene'

/** A version, and who wrote or read it. */
interface Timed {
  readonly value: string
  readonly writer: number
  readonly readers: readonly number[]
  /** When the first of them ended, and the last began. */
  readonly ended_us: number
  readonly begun_us: number
}

/** As many are alive at a time as there are clients; beyond that one example of a broken order is enough. */
const FOLLOWED_MAX = 64

export function orderVersionsByTime(scene: Scene, registers: Registers): void {
  const readers = new Map<number, readonly number[]>()
  for (const known of registers.known) readers.set(known.version, known.readers)
  for (const key of scene.keys.all) {
    if (key.is_list || key.has_unknown_values) continue
    const versions = timedVersions(scene, key, readers)
    if (versions.length < 2) continue
    chain(scene, key, versions)
    followReads(scene, key, versions)
    followSessions(scene, key, versions)
  }
}

/** Without that of nothing, which is before all whenever it was read. */
function timedVersions(scene: Scene, key: Key, readers: ReadonlyMap<number, readonly number[]>): Timed[] {
  return key.writers.flatMap((writer) => {
    const value = scene.is_committed[writer] === 1 ? lastWritten(scene.transactions[writer]!, key.name) : null
    if (value === null || scene.keys.writerOf(key, value) !== writer) return []
    return [timedVersion(scene, value, writer, readers.get(key.versions.get(value)!) ?? [])]
  })
}

function timedVersion({ transactions }: Scene, value: string, writer: number, readers: readonly number[]): Timed {
  let ended_us = transactions[writer]!.completed_us ?? Infinity
  let begun_us = transactions[writer]!.invoked_us
  for (const reader of readers) {
    const { invoked_us, completed_us } = transactions[reader]!
    if (completed_us !== null && completed_us < ended_us) ended_us = completed_us
    if (invoked_us > begun_us) begun_us = invoked_us
  }
  return { value, writer, readers, ended_us, begun_us }
}

/** A row of stopovers in the order of time: each version leads into it where it was first over, and out of it to the writers that began later. */
function chain({ graph, transactions }: Scene, key: Key, versions: readonly Timed[]): void {
  const ended = versions.filter(({ ended_us }) => ended_us < Infinity).sort((a, b) => a.ended_us - b.ended_us)
  const begun = versions
    .map(({ writer }) => ({ writer, begun_us: transactions[writer]!.invoked_us }))
    .sort((a, b) => a.begun_us - b.begun_us)
  let next = 0
  let before = -1
  const leave = (until_us: number) => {
    for (; next < begun.length && begun[next]!.begun_us <= until_us; next++)
      if (before >= 0) graph.edge(before, begun[next]!.writer, FREE)
  }
  /** The row would lead whoever writes the key itself to its own write: it comes before others that began until it ended. */
  const followUpdate = (reader: number, first: number) => {
    const ended_us = transactions[reader]!.completed_us ?? Infinity
    for (let i = first; i < Math.min(begun.length, first + FOLLOWED_MAX) && begun[i]!.begun_us <= ended_us; i++)
      graph.edge(reader, begun[i]!.writer, RW | REALTIME, key.id)
  }
  for (const { writer, readers, ended_us } of ended) {
    leave(ended_us)
    if (next === begun.length) return
    const here = graph.stopover()
    if (before >= 0) graph.edge(before, here, FREE)
    before = here
    // A version that was read before it was written is an anomaly of its own.
    if (ended_us < transactions[writer]!.invoked_us) continue
    graph.edge(writer, here, WW | REALTIME, key.id)
    for (const reader of readers)
      if (!writes(transactions[reader]!, key.name)) graph.edge(reader, here, RW | REALTIME, key.id)
      else followUpdate(reader, next)
  }
  leave(Infinity)
}

/** Where somebody who began after one version had been there still read another, that other is later, however long its writer took. */
function followReads({ graph, transactions, meter }: Scene, key: Key, versions: readonly Timed[]): void {
  const ended = versions.filter(({ ended_us }) => ended_us < Infinity).sort((a, b) => a.ended_us - b.ended_us)
  for (const later of versions) {
    // Those before are known by the writer's own time.
    const first = firstFrom(ended, transactions[later.writer]!.invoked_us)
    for (let i = first; i < Math.min(ended.length, first + FOLLOWED_MAX) && ended[i]!.ended_us < later.begun_us; i++) {
      const { writer, readers } = ended[i]!
      meter.spend(readers.length)
      // The order the other way round is known already: a stale read, as the chain tells.
      if (writer === later.writer || later.ended_us < transactions[writer]!.invoked_us) continue
      graph.edge(writer, later.writer, WW | REALTIME, key.id)
      for (const reader of readers) graph.edge(reader, later.writer, RW | REALTIME, key.id)
    }
  }
}

/** Place of the first version that ended at a time or after it. */
function firstFrom(versions: readonly Timed[], time_us: number): number {
  let [low, high] = [0, versions.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (versions[middle]!.ended_us < time_us) low = middle + 1
    else high = middle
  }
  return low
}

/** What a client has had of a key, and then the next that it had. */
function followSessions(scene: Scene, key: Key, versions: readonly Timed[]): void {
  const { transactions, graph } = scene
  const had = versions.flatMap((version, place) => [
    { transaction: version.writer, place, wrote: 1 },
    ...version.readers.map((transaction) => ({ transaction, place, wrote: 0 }))
  ])
  had.sort((a, b) => transactions[a.transaction]!.invoked_us - transactions[b.transaction]!.invoked_us || a.wrote - b.wrote)
  const last_of = new Map<string, (typeof had)[number]>()
  const later = new Map<number, Set<number>>()
  for (const one of had) {
    const { client, invoked_us } = transactions[one.transaction]!
    const last = last_of.get(client)
    last_of.set(client, one)
    if (!last || last.place === one.place || last.transaction === one.transaction) continue
    const { completed_us } = transactions[last.transaction]!
    const { writer } = versions[one.place]!
    if (completed_us === null || completed_us >= invoked_us) continue
    later.set(last.place, (later.get(last.place) ?? new Set()).add(writer))
  }
  for (const [place, writers] of later) {
    const { writer, readers } = versions[place]!
    const fan = new Fan(graph, [...writers])
    fan.connect(writer, WW | PROCESS, key.id)
    for (const reader of readers) fan.connect(reader, RW | PROCESS, key.id)
  }
}
