/** The keys of a history, what was written to each, and what of it was read. */
import type { Step } from '../../../src-shared/data-types/transaction/steps'
import { Ints } from './ints'
import type { Transaction } from './transactions'

/** Content of a key: a list's length, or a register's value. */
export type Mark = number | string | null

/** Nobody wrote the value; several writes did, so that a read of it tells of none. */
export const NOBODY = -1
export const AMBIGUOUS = -2
const NONE: readonly Key[] = []

export interface Key {
  readonly id: number
  readonly name: string
  is_list: boolean
  /** Number of each value that was written or read. */
  readonly versions: Map<string, number>
  /** Those that did not fail, each once, in the order of the history. */
  readonly writers: number[]
  /** Somebody may have written a value that nobody knows, and committed it. */
  has_unknown_values: boolean
  /** Somebody wrote a value that nobody knows, and aborted. */
  has_lost_values: boolean
}

export class Keys {
  readonly all: Key[] = []
  /** By version: the transaction that wrote it, {@link NOBODY} or {@link AMBIGUOUS}. */
  readonly writer_of = new Ints()
  private readonly by_name = new Map<string, Key>()
  private readonly by_prefix = new Map<string, readonly Key[]>()

  constructor(transactions: readonly Transaction[]) {
    transactions.forEach((transaction, i) => this.addWrites(transaction, i))
  }

  get(name: string): Key {
    const known = this.by_name.get(name)
    if (known) return known
    const key: Key = {
      id: this.all.length,
      name,
      is_list: false,
      versions: new Map(),
      writers: [],
      has_unknown_values: false,
      has_lost_values: false
    }
    this.all.push(key)
    this.by_name.set(name, key)
    return key
  }

  /** Every key that a scan of the prefix reads. */
  within(prefix: string): readonly Key[] {
    const known = this.by_prefix.get(prefix)
    if (known) return known
    const keys = this.all.filter(({ name }) => name.startsWith(prefix))
    this.by_prefix.set(prefix, keys)
    return keys
  }

  /** Those that the steps write, each once. */
  writtenIn(steps: readonly Step[]): readonly Key[] {
    const written = new Set<Key>()
    for (const step of steps) if ('key' in step && step.do !== 'read') written.add(this.get(step.key))
    return written.size === 0 ? NONE : [...written]
  }

  private addWrites({ steps, answers, outcome }: Transaction, transaction: number): void {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!
      if (step.do === 'scan') for (const name of namesIn(answers?.[i])) this.get(name)
      if (!('key' in step)) continue
      const key = this.get(step.key)
      if (step.do === 'append' || Array.isArray(answers?.[i])) key.is_list = true
      if (step.do === 'read') continue
      if (outcome !== 'fail' && key.writers[key.writers.length - 1] !== transaction) key.writers.push(transaction)
      const value = writtenBy(step, answers?.[i])
      if (value !== null) this.addWriter(key, value, transaction)
      else if (outcome === 'fail') key.has_lost_values = true
      else key.has_unknown_values = true
    }
  }

  /** The number of a value under a key. */
  version(key: Key, value: string): number {
    const known = key.versions.get(value)
    if (known !== undefined) return known
    const version = this.writer_of.length
    key.versions.set(value, version)
    this.writer_of.push(NOBODY)
    return version
  }

  /** Who wrote a value under a key. */
  writerOf(key: Key, value: string): number {
    const version = key.versions.get(value)
    return version === undefined ? NOBODY : this.writer_of.at(version)
  }

  private addWriter(key: Key, value: string, transaction: number): void {
    const version = this.version(key, value)
    this.writer_of.set(version, this.writer_of.at(version) === NOBODY ? transaction : AMBIGUOUS)
  }
}

/** The value that a step wrote; null: it wrote none, or nobody knows. */
export function writtenBy(step: Step, answer: unknown): string | null {
  if (step.do === 'write' || step.do === 'append') return step.value
  return step.do === 'add' && typeof answer === 'string' ? answer : null
}

function namesIn(answer: unknown): string[] {
  return answer !== null && typeof answer === 'object' && !Array.isArray(answer) ? Object.keys(answer) : []
}

/** The last value that a transaction wrote to a key, as far as it is known. */
export function lastWritten({ steps, answers }: Transaction, name: string): string | null {
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!
    if ('key' in step && step.key === name && step.do !== 'read') return writtenBy(step, answers?.[i])
  }
  return null
}

export function writes({ steps }: Transaction, name: string): boolean {
  return steps.some((step) => 'key' in step && step.key === name && step.do !== 'read')
}
