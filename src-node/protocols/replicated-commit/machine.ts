/**
 * The state machine of a group: values, what is prepared, and the records of transactions that are decided here. The first decision on a
 * try stands, and one try of an operation commits at most, so that a client that asks again is told what the first came to.
 */
import { operationOf } from '../../../src-shared/protocols/transactions/facts'
import type { ClientReply, Plain } from '../contract'
import { setBounded } from '../kit/bounded'
import type { SwitchesOn } from '../kit/settings'
import { install, newVersions } from '../kit/transactions/versions'
import type { MachineDefinition } from '../replicated-log/machine'
import type { CommitCommand, CommitMachine, CommittedAnswer, Decided, TransactionRecord } from './group-state'
import { isCommitCommand, isRow } from './well-formed-values'
import { bytesOfRow, fromRows, toRows } from './rows'
import type { Row } from './rows'

/** Constants, since all replicas must forget alike. */
const ENDED_KEPT = 64
const ABORTS_KEPT = 1024
export const ANSWERS_KEPT = 1024
const SESSIONS_KEPT = 1024

const DONE: ClientReply = { status: 'ok', result: {} }

export const commitMachine: MachineDefinition<CommitMachine> = {
  empty: () => ({
    versions: newVersions(),
    prepared: new Map(),
    ended: new Map(),
    records: new Map(),
    forgotten_us: -Infinity,
    answers: new Map(),
    forgotten_answers: new Map(),
    told: []
  }),
  apply(machine, { term, operation }, switches) {
    const command = (operation as { readonly command: Plain }).command as unknown as CommitCommand
    applyCommand(machine, command, term, switches)
    return DONE
  },
  // The layer above has looked at it.
  answerAtOnce: () => null,
  // It is asked for nothing but whether this node still leads.
  read: () => DONE,
  toRows: (machine) => toRows(machine) as unknown as Plain[],
  fromRows: (rows) => fromRows(commitMachine.empty(), rows as unknown as Row[]),
  rowBytes: (row) => bytesOfRow(row as unknown as Row),
  isRow,
  isCommand: isCommitCommand,
  sample: ({ versions, prepared, records }) => ({ keys: versions.by_key.size, prepared: prepared.size, records: records.size })
}

function applyCommand(machine: CommitMachine, command: CommitCommand, term: number, switches: SwitchesOn): void {
  switch (command.do) {
    case 'prepare':
      if (command.term !== term) return
      machine.prepared.set(command.work.transaction, command.work)
      machine.told.push({ do: 'prepare', work: command.work })
      return
    case 'outcome':
      return applyOutcome(machine, command)
    case 'decide':
      return applyDecision(machine, command, switches)
    case 'end':
      machine.records.delete(command.transaction)
  }
}

function applyOutcome(machine: CommitMachine, { transaction, commit }: Extract<CommitCommand, { do: 'outcome' }>): void {
  const work = machine.prepared.get(transaction)
  machine.told.push({ do: 'outcome', transaction, commit, was_prepared: work !== undefined })
  if (work === undefined) return
  machine.prepared.delete(transaction)
  setBounded(machine.ended, transaction, commit, ENDED_KEPT)
  if (commit) for (const write of work.writes) install(machine.versions, write, work.stamp, 1)
}

function applyDecision(
  machine: CommitMachine,
  { transaction, commit, begun_us, participants, answers, gateway }: Extract<CommitCommand, { do: 'decide' }>,
  switches: SwitchesOn
): void {
  const known = decided(machine, transaction, switches)
  const verdict = known ?? judge(machine, transaction, commit, begun_us)
  if (known === null) {
    writeRecord(machine, transaction, { commit: verdict.commit, begun_us, participants })
    if (verdict.commit) keepAnswer(machine, { transaction, answers })
  }
  machine.told.push({ do: 'decide', transaction, gateway, participants, is_first: known === null, ...verdict })
}

/** What is decided of this try; null: nothing. */
export function decided(machine: CommitMachine, transaction: string, switches: SwitchesOn): Decided | null {
  const record = switches['overwrite-record'] ? undefined : machine.records.get(transaction)
  const committed = machine.answers.get(operationOf(transaction))
  if (record?.commit === true || committed?.transaction === transaction) return COMMITTED
  if (committed !== undefined && !switches['commit-each-try'])
    return { commit: false, answers: committed.answers, reason: 'another try of the operation has committed' }
  return record === undefined ? null : { commit: false, answers: null, reason: 'a participant that was in doubt has aborted it' }
}

const COMMITTED: Decided = { commit: true, answers: null, reason: '' }

function judge(machine: CommitMachine, transaction: string, commit: boolean, begun_us: number): Decided {
  if (!commit) return { commit, answers: null, reason: 'a participant was in doubt' }
  const { session, sequence } = placeOf(transaction)
  const is_expired = sequence <= (machine.forgotten_answers.get(session) ?? -1) || begun_us <= machine.forgotten_us
  return is_expired ? { commit: false, answers: null, reason: 'it is too old to know what became of it' } : COMMITTED
}

/** Commits stay until all participants have them, aborts until there are too many. */
function writeRecord(machine: CommitMachine, transaction: string, record: TransactionRecord): void {
  machine.records.set(transaction, record)
  if (record.commit || machine.records.size <= ABORTS_KEPT) return
  const oldest = [...machine.records].find(([, { commit }]) => !commit)!
  machine.records.delete(oldest[0])
  machine.forgotten_us = Math.max(machine.forgotten_us, oldest[1].begun_us)
}

function keepAnswer({ answers, forgotten_answers }: CommitMachine, answer: CommittedAnswer): void {
  answers.set(operationOf(answer.transaction), answer)
  if (answers.size <= ANSWERS_KEPT) return
  const [operation, oldest] = answers.entries().next().value!
  answers.delete(operation)
  const { session, sequence } = placeOf(oldest.transaction)
  setBounded(forgotten_answers, session, Math.max(sequence, forgotten_answers.get(session) ?? 0), SESSIONS_KEPT)
}

/** The session and the sequence of the operation that this is a try of. */
function placeOf(transaction: string): { readonly session: string; readonly sequence: number } {
  const operation = operationOf(transaction)
  const mark = operation.lastIndexOf(':')
  return { session: operation.slice(0, mark), sequence: Number(operation.slice(mark + 1)) }
}
