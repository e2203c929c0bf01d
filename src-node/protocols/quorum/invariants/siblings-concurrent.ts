import type { LabEvent } from '../../../../src-shared/events'
import { Versions } from '../../../../src-shared/protocols/quorum/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { describeVersion, isSame, supersedes } from '../version'

/** No version that a node keeps supersedes another one of the same key. */
export class SiblingsConcurrent implements LiveInvariant {
  readonly name = 'siblings-concurrent'
  readonly reads = [Versions.name]

  observe(event: LabEvent): Violation | null {
    if (!Versions.is(event)) return null
    for (const { key, versions } of event.data.rows) {
      for (const newer of versions) {
        const older = versions.find((other) => !isSame(newer, other) && supersedes(newer, other))
        if (older === undefined) continue
        const text = `${event.node} keeps ${describeVersion(older)} of ${key} beside ${describeVersion(newer)}, which supersedes it.`
        return { text, events: [event.seq] }
      }
    }
    return null
  }
}
