/** The replicated state machine: a key-value map and the client sessions. Deterministic: the same entries give the same state. */
import type { Operation } from '../../../src-shared/operations'
import type { ClientReply } from '../contract'
import { VALUE_LENGTH_MAX, valueRefusal } from '../kit/requests'
import type { SwitchesOn } from '../kit/settings'
import type { Entry } from './entry'
import type { MachineDefinition } from './machine'
import type { Outcome, Run, Sessions } from './sessions'
import { recallOutcome, rememberOutcome, runsOf, sessionOf } from './sessions'
import { isRow } from './well-formed'

/** The deliberate bug that a machine may have: it forgets which writes it has applied. */
export type MachineSwitches = SwitchesOn<'apply-retries'>

export interface StateMachine {
  data: Map<string, string>
  sessions: Sessions
}

/** One key with its value, or one session with the log index of its last write and what it has applied. */
export type SnapshotRow = readonly ['key', string, string] | readonly ['session', string, number, readonly Readonly<Run>[]]

export function emptyMachine(): StateMachine {
  return { data: new Map(), sessions: new Map() }
}

/** What an earlier try of this write came to; null if none was applied. */
export function earlierOutcome(
  machine: StateMachine,
  session: string,
  sequence: number,
  switches?: MachineSwitches
): Outcome | null {
  return switches?.['apply-retries'] ? null : recallOutcome(machine.sessions, session, sequence)
}

/** Applies an entry's operation unless an earlier try of it was. */
export function applyWrite(machine: StateMachine, entry: Entry, operation: Operation, switches?: MachineSwitches): Outcome {
  const { session, sequence, index } = entry
  const known = earlierOutcome(machine, session, sequence, switches)
  if (known !== null) return known
  const outcome = perform(machine.data, operation)
  rememberOutcome(machine.sessions, session, sequence, outcome, index)
  return outcome
}

function perform(data: Map<string, string>, operation: Operation): Outcome {
  switch (operation.f) {
    case 'get':
      return 'done'
    case 'put':
      data.set(operation.key, operation.value)
      return 'done'
    case 'append': {
      const before = data.get(operation.key) ?? ''
      if (valueRefusal(operation, before.length) !== null) return 'refused'
      data.set(operation.key, before + operation.value)
      return 'done'
    }
    case 'cas':
      if ((data.get(operation.key) ?? null) !== operation.expected) return 'not-swapped'
      data.set(operation.key, operation.value)
      return 'swapped'
    case 'delete':
      data.delete(operation.key)
      return 'done'
    default:
      // No protocol with a log offers the others.
      return 'refused'
  }
}

/** What the client is told of an outcome. */
export function replyOf(outcome: Outcome): ClientReply {
  return REPLIES[outcome]
}

/** Made once, since every node makes one of each entry. */
const REPLIES: Readonly<Record<Outcome, ClientReply>> = {
  done: { status: 'ok', result: {} },
  swapped: { status: 'ok', result: { swapped: true } },
  'not-swapped': { status: 'ok', result: { swapped: false } },
  refused: { status: 'rejected', error: `the value would exceed ${VALUE_LENGTH_MAX} characters` },
  expired: { status: 'unknown', error: 'the session no longer remembers a write this old' }
}

/** The whole state as rows, so that snapshots can travel in pieces. */
export function machineToRows(machine: StateMachine): SnapshotRow[] {
  const rows: SnapshotRow[] = []
  for (const [key, value] of machine.data) rows.push(['key', key, value])
  for (const [name, session] of machine.sessions) rows.push(['session', name, session.used_at, runsOf(session)])
  return rows
}

export function machineFromRows(rows: readonly SnapshotRow[]): StateMachine {
  const machine = emptyMachine()
  for (const row of rows) {
    if (row[0] === 'key') machine.data.set(row[1], row[2])
    else machine.sessions.set(row[1], sessionOf(row[2], row[3]))
  }
  return machine
}

/** Rough size of a row in bytes, for cutting snapshots into pieces. */
export function rowBytes(row: SnapshotRow): number {
  return row[0] === 'key' ? 16 + row[1].length + row[2].length : 32 + row[1].length + 16 * row[3].length
}

/** The machine of protocols that keep one map of keys to values. */
export const kvMachine: MachineDefinition<StateMachine, SnapshotRow> = {
  empty: emptyMachine,
  apply: (machine, entry, switches) => replyOf(applyWrite(machine, entry, entry.operation as Operation, switches)),
  answerAtOnce(machine, { session, sequence, operation }, switches) {
    const known = earlierOutcome(machine, session, sequence, switches)
    if (known !== null) return replyOf(known)
    const refusal = valueRefusal(operation)
    return refusal === null ? null : { status: 'rejected', error: refusal }
  },
  read: ({ data }, { key }) => ({ status: 'ok', result: { value: data.get(key) ?? null } }),
  toRows: machineToRows,
  fromRows: machineFromRows,
  rowBytes,
  isRow,
  isCommand: () => false,
  sample: ({ data }) => ({ keys: data.size })
}
