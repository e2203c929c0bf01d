import type { LabEvent } from '../../../../src-shared/events'
import { millisText, SnapshotServed, VersionCommitted } from '../../../../src-shared/protocols/spanner-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { OPERATIONS_MAX, PER_KEY_MAX } from './remembered'

interface Shown {
  readonly operation: string
  readonly at_us: number
  readonly version_us: number
  readonly seq: number
}

interface KeyHistory {
  readonly versions: { readonly at_us: number; readonly seq: number }[]
  readonly shown: Shown[]
}

/** A snapshot shows of each key the newest version at its time, of all that are ever committed. */
export class SnapshotsStable implements LiveInvariant {
  readonly name = 'snapshots-stable'
  readonly reads = [SnapshotServed.name, VersionCommitted.name]
  private readonly keys = new Map<string, KeyHistory>()

  observe(event: LabEvent): Violation | null {
    if (VersionCommitted.is(event)) return this.committed(event)
    return SnapshotServed.is(event) ? this.served(event) : null
  }

  private committed({ seq, data: { key, at_us, wrote } }: VersionCommitted): Violation | null {
    if (!wrote) return null
    const { versions, shown } = this.historyOf(key)
    pushBounded(versions, { at_us, seq })
    const missing = shown.find((snapshot) => misses(snapshot, at_us))
    return missing === undefined ? null : violation(key, missing, { at_us, seq })
  }

  private served({ seq, data: { operation, at_us, versions } }: SnapshotServed): Violation | null {
    let first: Violation | null = null
    for (const { key, version_us } of versions) {
      const history = this.historyOf(key)
      const snapshot = { operation, at_us, version_us: version_us ?? -Infinity, seq }
      pushBounded(history.shown, snapshot)
      const missed = history.versions.find((version) => misses(snapshot, version.at_us))
      if (missed !== undefined) first ??= violation(key, snapshot, missed)
    }
    return first
  }

  private historyOf(key: string): KeyHistory {
    let history = this.keys.get(key)
    if (history === undefined) {
      this.keys.set(key, (history = { versions: [], shown: [] }))
      if (this.keys.size > OPERATIONS_MAX) this.keys.delete(this.keys.keys().next().value!)
    }
    return history
  }
}

function misses({ at_us, version_us }: Shown, committed_us: number): boolean {
  return committed_us > version_us && committed_us <= at_us
}

function violation(
  key: string,
  { operation, at_us, seq }: Shown,
  version: { readonly at_us: number; readonly seq: number }
): Violation {
  return {
    text: `the snapshot ${operation} as of ${millisText(at_us)} misses the version of ${key} of ${millisText(version.at_us)}`,
    events: [seq, version.seq]
  }
}

function pushBounded<Item>(items: Item[], item: Item): void {
  items.push(item)
  if (items.length > PER_KEY_MAX) items.shift()
}
