/** What a transaction read of others: its own writes are taken off. */
import type { Step } from '../../../src-shared/data-types/transaction/steps'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { Key, Keys } from './keys'
import { writes, writtenBy } from './keys'
import type { Transaction } from './transactions'

/** What a step found under a key. */
interface Found {
  /** Of a list: what it began with, of which the first `length` elements are not the transaction's own. */
  readonly elements: readonly string[]
  readonly length: number
  /** Of a register; null: nothing. */
  readonly value: string | null
  /** An `add` found nothing, or 0: it does not tell which. */
  readonly is_zero: boolean
  /** The transaction wrote the key before. */
  readonly after_own: boolean
  /** It is not what the transaction itself had written. */
  readonly is_at_odds: boolean
}

export interface Read extends Found {
  readonly key: Key
  /** Place of its step. */
  readonly at: number
  /** A scan that found nothing under the key. */
  readonly is_predicate: boolean
  /** The first read of a key that the transaction writes afterwards. */
  readonly is_updated: boolean
  /** It is not what the transaction itself had read or written. */
  readonly is_internal: boolean
}

const EMPTY: readonly string[] = []

/** Tells of each key that each step read; nothing where only the transaction's own value was read, or where the answer makes no sense. */
export function eachRead(
  transaction: Transaction,
  keys: Keys,
  onRead: (read: Read) => void,
  onNonsense: (key: Key) => void = () => {}
): void {
  const { steps, answers } = transaction
  if (answers === null) return
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]!
    if (step.do === 'read' || step.do === 'add') tellOf(transaction, at, keys.get(step.key), onRead, onNonsense)
    else if (step.do === 'scan') for (const key of keys.within(step.prefix)) tellOf(transaction, at, key, onRead, onNonsense)
  }
}

function tellOf(
  transaction: Transaction,
  at: number,
  key: Key,
  onRead: (read: Read) => void,
  onNonsense: (key: Key) => void
): void {
  const found = find(transaction, at, key)
  // A register's own value tells of nobody else.
  if (!found) return onNonsense(key)
  if (!key.is_list && found.after_own && !found.is_at_odds) return
  const before = findBefore(transaction, at, key)
  const is_changed =
    before !== undefined && (before.length !== found.length || (!found.after_own && before.value !== found.value))
  const is_predicate = transaction.steps[at]!.do === 'scan' && answerOf(transaction, at, key) === null
  const { elements, length, value, is_zero, after_own, is_at_odds } = found
  // Each field by name: a spread costs more than all the rest.
  onRead({
    elements,
    length,
    value,
    is_zero,
    after_own,
    is_at_odds,
    key,
    at,
    is_predicate,
    is_updated: !after_own && !is_predicate && before === undefined && writes(transaction, key.name),
    is_internal: is_at_odds || is_changed
  })
}

/** Undefined: the answer is none that one could conclude from. */
function find(transaction: Transaction, at: number, key: Key): Found | undefined {
  const answer = answerOf(transaction, at, key)
  return key.is_list ? findList(transaction, at, key, answer) : findValue(transaction, at, key, answer)
}

function findList(transaction: Transaction, at: number, { name }: Key, answer: StepAnswer): Found | undefined {
  const elements = answer ?? EMPTY
  if (!Array.isArray(elements)) return undefined
  const own = ownAppends(transaction, name, at)
  let matched = 0
  while (matched < own.length && elements[elements.length - 1 - matched] === own[own.length - 1 - matched]) matched++
  return {
    elements: elements as readonly string[],
    length: elements.length - matched,
    value: null,
    is_zero: false,
    after_own: own.length > 0,
    is_at_odds: matched < own.length
  }
}

function findValue(transaction: Transaction, at: number, key: Key, answer: StepAnswer): Found | undefined {
  if (answer !== null && typeof answer !== 'string') return undefined
  const step = transaction.steps[at]!
  const value = step.do === 'add' ? beforeAdding(answer, step.by) : answer
  if (value === undefined) return undefined
  const is_zero = step.do === 'add' && value === null
  const own = ownValue(transaction, key.name, at)
  const fits = own === undefined || own === null || own === value || (is_zero && Number(own) === 0)
  return { elements: EMPTY, length: 0, value, is_zero, after_own: own !== undefined, is_at_odds: !fits }
}

/** What an `add` found; null: nothing, or 0. Undefined: its answer is no whole number. */
function beforeAdding(answer: string | null, by: number): string | null | undefined {
  const sum = Number(answer)
  if (answer === null || !Number.isSafeInteger(sum)) return undefined
  return sum === by ? null : String(sum - by)
}

/** What the transaction has appended to the list before a step. */
function ownAppends({ steps }: Transaction, name: string, before: number): readonly string[] {
  let own: string[] | null = null
  for (let i = 0; i < before; i++) {
    const step = steps[i]!
    if (step.do === 'append' && step.key === name) (own ??= []).push(step.value)
  }
  return own ?? EMPTY
}

/** What the transaction last wrote to the register before a step; null: not known. Undefined: nothing. */
function ownValue({ steps, answers }: Transaction, name: string, before: number): string | null | undefined {
  for (let i = before - 1; i >= 0; i--) {
    const step = steps[i]!
    if ((step.do === 'write' || step.do === 'add') && step.key === name) return writtenBy(step, answers?.[i])
  }
  return undefined
}

/** What the transaction last found under the key before a step. */
function findBefore(transaction: Transaction, before: number, key: Key): Found | undefined {
  for (let i = before - 1; i >= 0; i--) if (readsKey(transaction.steps[i]!, key.name)) return find(transaction, i, key)
  return undefined
}

function readsKey(step: Step, name: string): boolean {
  if (step.do === 'scan') return name.startsWith(step.prefix)
  return (step.do === 'read' || step.do === 'add') && step.key === name
}

function answerOf({ steps, answers }: Transaction, at: number, { name }: Key): StepAnswer {
  const answer = answers?.[at] ?? null
  if (steps[at]!.do !== 'scan') return answer
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return null
  return (answer as Readonly<Record<string, StepAnswer>>)[name] ?? null
}
