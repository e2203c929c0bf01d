/** A machine's state as rows, so that snapshots can travel in pieces. */
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { StoredValue } from '../../../src-shared/data-types/transaction/apply'
import type { PreparedWork } from '../kit/transactions/store'
import { install, newest } from '../kit/transactions/versions'
import { operationOf } from '../../../src-shared/protocols/transactions/facts'
import type { CommitMachine, CommittedAnswer, TransactionRecord } from './group-state'

export type Row =
  | readonly ['value', string, HybridTime, StoredValue]
  | readonly ['prepared', PreparedWork]
  | readonly ['ended', string, boolean]
  | readonly ['record', string, TransactionRecord]
  | readonly ['answer', CommittedAnswer]
  | readonly ['session', string, number]
  | readonly ['forgotten', number]

export function toRows(machine: CommitMachine): Row[] {
  const { versions, prepared, ended, records, answers, forgotten_answers, forgotten_us } = machine
  const rows: Row[] = []
  for (const key of versions.by_key.keys()) {
    const { stamp, value } = newest(versions, key)!
    rows.push(['value', key, stamp, value])
  }
  for (const work of prepared.values()) rows.push(['prepared', work])
  for (const [transaction, commit] of ended) rows.push(['ended', transaction, commit])
  for (const [transaction, record] of records) rows.push(['record', transaction, record])
  for (const answer of answers.values()) rows.push(['answer', answer])
  for (const [session, sequence] of forgotten_answers) rows.push(['session', session, sequence])
  if (forgotten_us > -Infinity) rows.push(['forgotten', forgotten_us])
  return rows
}

/** Fills an empty machine. */
export function fromRows(machine: CommitMachine, rows: readonly Row[]): CommitMachine {
  for (const row of rows) takeRow(machine, row)
  return machine
}

function takeRow(machine: CommitMachine, row: Row): void {
  switch (row[0]) {
    case 'value':
      return install(machine.versions, [row[1], row[3]], row[2], 1)
    case 'prepared':
      return void machine.prepared.set(row[1].transaction, row[1])
    case 'ended':
      return void machine.ended.set(row[1], row[2])
    case 'record':
      return void machine.records.set(row[1], row[2])
    case 'answer':
      return void machine.answers.set(operationOf(row[1].transaction), row[1])
    case 'session':
      return void machine.forgotten_answers.set(row[1], row[2])
    case 'forgotten':
      machine.forgotten_us = row[1]
  }
}

/** Rough size, for cutting snapshots into pieces. */
export function bytesOfRow(row: Row): number {
  return JSON.stringify(row).length
}
