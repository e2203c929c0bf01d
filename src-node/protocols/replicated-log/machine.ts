/** What a replicated log is applied to, as far as the protocol that keeps the log has to know. */
import type { Operation } from '../../../src-shared/operations'
import type { ClientReply, ClientRequest, Plain } from '../contract'
import type { SwitchesOn } from '../kit/settings'
import type { MachineCommand } from './command'
import type { Entry } from './entry'

/** An entry that a machine is handed: never a no-op or a change of membership alone. */
export type AppliedEntry = Entry & { readonly operation: Operation | MachineCommand }

/** A deterministic state machine: the same entries give the same state. The state is plain data, changed in place. */
export interface MachineDefinition<Machine = unknown, Row extends Plain = Plain> {
  empty(): Machine
  /** Applies an entry's operation unless an earlier try of it was; what the client is told. */
  apply(machine: Machine, entry: AppliedEntry, switches: SwitchesOn): ClientReply
  /** The answer to a write that needs no entry: it is known from an earlier try, or cannot be done; null: it takes an entry. */
  answerAtOnce(machine: Machine, request: ClientRequest, switches: SwitchesOn): ClientReply | null
  /** The answer to a read. */
  read(machine: Machine, operation: Operation, switches: SwitchesOn): ClientReply
  /** The whole state as rows, so that snapshots can travel in pieces. */
  toRows(machine: Machine): Row[]
  fromRows(rows: readonly Row[]): Machine
  /** Rough size of a row. */
  rowBytes(row: Row): number
  /** Whether a correct peer could have sent this as a row, or as a command in an entry. */
  isRow(row: unknown): boolean
  isCommand(command: unknown): boolean
  /** Gauges for charts. */
  sample(machine: Machine): Readonly<Record<string, number>>
}
