/** The state machine of a group: versions by timestamp. Timestamps come with the entries, so that all replicas have the same. */
import type { Operation } from '../../../src-shared/operations'
import type { ClientReply, Plain } from '../contract'
import { operationName } from '../kit/requests'
import { fieldsOf, isText } from '../kit/well-formed'
import type { MachineDefinition } from '../replicated-log/machine'
import type { SnapshotRow, StateMachine } from '../replicated-log/state-machine'
import {
  applyWrite,
  earlierOutcome,
  emptyMachine,
  machineFromRows,
  machineToRows,
  replyOf,
  rowBytes
} from '../replicated-log/state-machine'
import { isLoggedWrite, isRow } from '../replicated-log/well-formed'
import type { Versions } from './versions'
import { addVersion } from './versions'

/** What a group's log holds. */
export type SpannerCommand =
  /** A client's write, with the timestamp that the leader gave it. */
  | { readonly do: 'write'; readonly at_us: number; readonly operation: Operation }
  /** No later entry has a timestamp up to this one. */
  | { readonly do: 'advance'; readonly at_us: number }

/** The newest values and the sessions are kept as any replicated map does; versions stand beside them. */
export interface SpannerMachine extends StateMachine {
  readonly versions: Versions
  /** The greatest timestamp applied: since timestamps grow along the log, nothing comes at or below it any more (§4.1.3). */
  safe_us: number
  /** Writes just applied that are to be told of. Not part of what is replicated. */
  told: AppliedWrite[]
}

export interface AppliedWrite {
  readonly operation: string
  readonly key: string
  readonly at_us: number
  readonly index: number
  readonly wrote: boolean
}

type Row = SnapshotRow | readonly ['version', string, number, string | null] | readonly ['safe', number]

const DONE: ClientReply = { status: 'ok', result: {} }

export const spannerMachine: MachineDefinition<SpannerMachine> = {
  empty: () => ({ ...emptyMachine(), versions: new Map(), safe_us: -Infinity, told: [] }),
  apply(machine, entry) {
    const { session, sequence, index } = entry
    const command = (entry.operation as { readonly command: Plain }).command as unknown as SpannerCommand
    machine.safe_us = Math.max(machine.safe_us, command.at_us)
    if (command.do === 'advance') return DONE
    const known = earlierOutcome(machine, session, sequence)
    if (known !== null) return replyOf(known)
    const { at_us, operation } = command
    const { key } = operation
    const outcome = applyWrite(machine, entry, operation)
    const wrote = outcome === 'done' || outcome === 'swapped'
    if (wrote) addVersion(machine.versions, key, { at_us, value: machine.data.get(key) ?? null })
    machine.told.push({ operation: operationName({ session, sequence }), key, at_us, index, wrote })
    return replyOf(outcome)
  },
  // The layer above has looked at it: a write that is tried again waits as any other.
  answerAtOnce: () => null,
  read: ({ data }, { key }) => ({ status: 'ok', result: { value: data.get(key) ?? null } }),
  toRows: (machine) => rowsOf(machine) as unknown as Plain[],
  fromRows: (rows) => machineOf(rows as unknown as Row[]),
  rowBytes: (row) => bytesOf(row as unknown as Row),
  isRow: (row) => isRow(row) || isOwnRow(row),
  isCommand: isSpannerCommand,
  sample: ({ data, versions }) => ({
    keys: data.size,
    versions: [...versions.values()].reduce((sum, { length }) => sum + length, 0)
  })
}

function rowsOf(machine: SpannerMachine): Row[] {
  const rows: Row[] = machineToRows(machine)
  for (const [key, versions] of machine.versions)
    for (const { at_us, value } of versions) rows.push(['version', key, at_us, value])
  if (machine.safe_us > -Infinity) rows.push(['safe', machine.safe_us])
  return rows
}

function machineOf(rows: readonly Row[]): SpannerMachine {
  const shared: SnapshotRow[] = []
  const versions: Versions = new Map()
  let safe_us = -Infinity
  for (const row of rows) {
    if (row[0] === 'safe') safe_us = row[1]
    else if (row[0] === 'version') addVersion(versions, row[1], { at_us: row[2], value: row[3] })
    else shared.push(row)
  }
  return { ...machineFromRows(shared), versions, safe_us, told: [] }
}

function bytesOf(row: Row): number {
  if (row[0] === 'safe') return 16
  return row[0] === 'version' ? 24 + row[1].length + (row[3]?.length ?? 0) : rowBytes(row)
}

function isOwnRow(row: unknown): boolean {
  if (!Array.isArray(row)) return false
  const [kind, key, at_us, value] = row as unknown[]
  if (kind === 'safe') return Number.isSafeInteger(key)
  return kind === 'version' && isText(key) && Number.isSafeInteger(at_us) && (value === null || isText(value))
}

function isSpannerCommand(command: unknown): boolean {
  const { do: what, at_us, operation } = fieldsOf(command)
  if (!Number.isSafeInteger(at_us)) return false
  return what === 'advance' || (what === 'write' && isLoggedWrite(operation))
}
