import type { LabEvent } from '../../../../src-shared/events'
import { operationKey } from '../../../../src-shared/folds/operations'
import { isWrite } from '../../../../src-shared/operations'
import {
  CommitWaited,
  millisText,
  NewestRead,
  SnapshotServed,
  VersionCommitted
} from '../../../../src-shared/protocols/spanner-kv/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { OPERATIONS_MAX } from './remembered'

/** A timestamp is not before its write begins, and past when anybody is told of it: both by true time, in which events are told. */
export class TimestampWithinOperation implements LiveInvariant {
  readonly name = 'timestamp-within-operation'
  readonly reads = ['invoke', ...[VersionCommitted, CommitWaited, NewestRead, SnapshotServed].map(({ name }) => name)]
  private readonly begun = new Map<string, { readonly t: number; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'invoke' && isWrite(event.operation))
      setBounded(this.begun, operationKey(event), { t: event.t, seq: event.seq }, OPERATIONS_MAX)
    if (VersionCommitted.is(event)) return this.committed(event)
    if (CommitWaited.is(event)) return told(event, `the write ${event.data.operation}`, event.data.at_us)
    if (NewestRead.is(event)) return told(event, `a version of ${event.data.key}`, event.data.version_us)
    return SnapshotServed.is(event) ? told(event, `the snapshot ${event.data.operation}`, event.data.at_us) : null
  }

  private committed({ seq, data: { operation, at_us } }: VersionCommitted): Violation | null {
    const begun = this.begun.get(operation)
    if (begun === undefined || at_us >= begun.t) return null
    return {
      text: `${operation} began at ${millisText(begun.t)}, but its timestamp is ${millisText(at_us)}`,
      events: [begun.seq, seq]
    }
  }
}

function told({ t, seq, node }: { t: number; seq: number; node: string }, what: string, at_us: number | null): Violation | null {
  if (at_us === null || at_us < t) return null
  return {
    text: `${node} tells of ${what} at ${millisText(t)}, before its timestamp ${millisText(at_us)} is past`,
    events: [seq]
  }
}
