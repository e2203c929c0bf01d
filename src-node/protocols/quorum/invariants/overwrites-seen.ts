import type { EventOf, LabEvent } from '../../../../src-shared/events'
import type { ClientId } from '../../../../src-shared/ids'
import type { LiveInvariant, Violation } from '../../contract'
import { Disks } from './disks'

/** Keys, and writes of one key, that are watched; beyond it nothing is said of them. */
const KEYS_MAX = 1_000
const WRITES_MAX = 2_000

/** Names a write: `client:op`. */
type Write = string

/** What is known of a key. */
interface KeyStory {
  /** Writes by the value that they wrote. */
  readonly by_value: Map<string, Write[]>
  /** What a write's client had seen when it began, with all that this rests on. */
  readonly basis: Map<Write, ReadonlySet<Write>>
  /** What each client has seen so far. */
  readonly known: Map<ClientId, Set<Write>>
}

/**
 * Under vectors: a version gives way only to one whose writer had read it. Judged by what clients were answered, not by what nodes
 * say of it. A reader is not shown tombstones, so keys that were ever deleted are left out.
 */
export class OverwritesSeen implements LiveInvariant {
  readonly name = 'overwrites-seen'
  private readonly disks = new Disks()
  private readonly keys = new Map<string, KeyStory>()
  /** Not watched any more. */
  private readonly given_up = new Set<string>()
  private readonly open = new Map<Write, EventOf<'invoke'>>()
  private is_blind = false

  observe(event: LabEvent): Violation | null {
    if (this.is_blind) return null
    switch (event.kind) {
      case 'invoke':
        this.invoked(event)
        return null
      case 'ok':
        this.answered(event)
        return null
      case 'fail':
      case 'info':
        this.open.delete(`${event.client}:${event.op}`)
        return null
      case 'fact':
        return this.judge(event)
      case 'gap':
        // What clients have seen meanwhile is not known.
        this.is_blind = true
        return null
      default:
        return null
    }
  }

  private invoked(event: EventOf<'invoke'>): void {
    const { client, op, operation } = event
    const story = this.story(operation.key)
    if (story === null) return
    const write = `${client}:${op}`
    this.open.set(write, event)
    if (operation.f === 'get') return
    if (operation.f !== 'put' || story.basis.size >= WRITES_MAX) return this.giveUp(operation.key)
    story.basis.set(write, new Set(story.known.get(client)))
    story.by_value.set(operation.value, [...(story.by_value.get(operation.value) ?? []), write])
  }

  private answered({ client, op, result }: EventOf<'ok'>): void {
    const name = `${client}:${op}`
    const invoke = this.open.get(name)
    this.open.delete(name)
    const story = invoke && this.story(invoke.operation.key)
    if (!story) return
    const values = result.siblings ?? (typeof result.value === 'string' ? [result.value] : [])
    const seen = invoke.operation.f === 'get' ? values.flatMap((value) => story.by_value.get(value) ?? []) : [name]
    const known = story.known.get(client) ?? new Set<Write>()
    story.known.set(client, known)
    for (const write of seen) {
      known.add(write)
      for (const older of story.basis.get(write) ?? []) known.add(older)
    }
  }

  private judge(event: LabEvent): Violation | null {
    for (const { node, key, before, after, reported_by } of this.disks.observe(event)) {
      const story = this.keys.get(key)
      if (story === undefined) continue
      for (const { operation, seen } of before) {
        if (seen.length === 0 || after.some((now) => now.operation === operation)) continue
        if (after.some((now) => story.basis.get(now.operation)?.has(operation) ?? true)) continue
        const heirs = after.map((now) => now.operation).join(', ') || 'nothing'
        const text = `On ${node} ${operation}’s ${key} gave way to ${heirs}, whose writer had not seen it.`
        return { text, events: [reported_by, event.seq] }
      }
    }
    return null
  }

  private story(key: string): KeyStory | null {
    const known = this.keys.get(key)
    if (known !== undefined) return known
    if (this.given_up.has(key) || this.keys.size >= KEYS_MAX) return null
    const story: KeyStory = { by_value: new Map(), basis: new Map(), known: new Map() }
    this.keys.set(key, story)
    return story
  }

  private giveUp(key: string): void {
    this.keys.delete(key)
    this.given_up.add(key)
  }
}
