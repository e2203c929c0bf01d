/** What a data type says of each of its operations. */
import type { z } from 'zod'
import type { Part } from '../wire/parts'

/** What one step of a transaction read: nothing, a register's value, a list, or all keys of a scan. */
export type StepAnswer = null | string | readonly string[] | Readonly<Record<string, string | readonly string[]>>

/** What a completed operation answered. */
export interface OperationResult {
  /** What was read: a value, a counter's sum, what was taken off a queue; null when there is nothing. Absent for writes. */
  readonly value?: string | null
  /** All values that were written concurrently, where there are several; `value` is one of them. */
  readonly siblings?: readonly string[]
  /** Compare-and-set only: false when it found another value. */
  readonly swapped?: boolean
  /** What a set was read as, in any order, or a list, in its order. */
  readonly members?: readonly string[]
  /** Names of a list's elements, beside their values in `members`. */
  readonly elements?: readonly string[]
  /** What each step of a transaction answered, in their order. */
  readonly answers?: readonly StepAnswer[]
  /** What a read of several keys read, by key; null: nothing. */
  readonly values?: Readonly<Record<string, string | null>>
  /** What a part of a scan told of. */
  readonly covered?: readonly Part[]
}

/** What a random load draws an operation from. */
export interface OperationDraw {
  readonly key: string
  /** Names its writer and operation, so that a checker can tell all writes apart. */
  readonly unique_name: string
  /** The same, padded to the size that the workload asks for. */
  readonly value: string
  /** The value last seen under the key; null when none was. */
  readonly seen_value: string | null
  /** Elements last seen in the list under the key. */
  readonly seen_elements: readonly string[]
  /** The key that comes so many after this one in the order of the load's keys; null: none does. */
  readonly keyAfter: (key: string, places: number) => string | null
  /** Another key of the load, drawn anew. */
  readonly another: () => string
  /** How many keys a read of several is about. */
  readonly scan_keys: number
  /** What random transactions are made of, and of how many steps. */
  readonly transactions: {
    readonly of: 'registers' | 'lists' | 'transfers' | 'bookings'
    readonly steps: readonly [least: number, most: number]
  }
  /** For what else must be drawn, in [0, 1). */
  readonly random: () => number
}

/** What clients remember of a key, for operations to come. */
export type KeyMemory = Pick<OperationDraw, 'seen_value' | 'seen_elements'>

/** An argument or answer in Jepsen's histories. */
export type JepsenValue = null | number | string | { readonly keyword: string } | readonly JepsenValue[]

/** How Jepsen's histories write the operation. */
export interface JepsenForm<Operation> {
  /** Its `:f`. */
  readonly f: string
  readonly value: (operation: Operation) => JepsenValue
  /** The value names its keys; absent: they stand before it. */
  readonly names_keys?: true
  /** What a read answered; absent: the value, or the members. */
  readonly answer?: (result: OperationResult) => JepsenValue
  /** The value of one that was answered, where it says again what was asked; absent: see `answer`. */
  readonly answered?: (operation: Operation, result: OperationResult) => JepsenValue
  /** The same, read back; null: the value does not fit. */
  readonly parseAnswered?: (operation: Operation, value: JepsenValue) => OperationResult | null
  /** What `answer` wrote, read back; null: the value does not fit. Absent: as those of `get`. */
  readonly parseAnswer?: (value: JepsenValue) => OperationResult | null
  /** Its arguments, read back; null: the value does not fit. Absent: another operation is written alike, and read. */
  readonly parse?: (key: string, value: JepsenValue) => Omit<Operation, 'f'> | null
  /** What `parse` needs, such as `a value`. */
  readonly needs?: string
}

export interface OperationDescription<Operation extends { readonly f: string }> {
  readonly f: Operation['f']
  readonly schema: z.ZodType<Operation>
  /** Whether it can change the state: an unanswered write is unknown, an unanswered read simply failed. */
  readonly is_write: boolean
  /** Every key that it touches. */
  readonly keysOf: (operation: Operation) => readonly string[]
  /** Whether it reads this key, one of several of which each is read on its own: it is judged as a read of each. Absent: as a whole. */
  readonly readsKey?: (operation: Operation, key: string) => boolean
  /** The part of the data that is judged on its own to which it belongs; absent: its first key, as keys are independent of each other. */
  readonly partOf?: (operation: Operation) => string
  /** An operation of the load; absent: histories alone have it. May be another of its type where it makes no sense. */
  readonly draw?: (from: OperationDraw) => { readonly f: string }
  /** What is known of the key once it was answered; absent: nothing more. */
  readonly learn?: (operation: Operation, result: OperationResult) => Partial<KeyMemory>
  /** Reads one of its keys once more, at a run's end; absent: `get` does. */
  readonly readAgain?: (key: string) => { readonly f: string }
  /** For people: `put k3 = a`. */
  readonly text: (operation: Operation) => string
  /** What it answered, for people; absent: nothing to tell. */
  readonly resultText?: (result: OperationResult) => string
  readonly jepsen: JepsenForm<Operation>
}

/** What an operation is that is so described. */
export type OperationOf<Description> = Description extends OperationDescription<infer Operation> ? Operation : never

/** The description, its type taken from the schema. */
export function describe<Operation extends { readonly f: string }>(
  description: OperationDescription<Operation>
): OperationDescription<Operation> {
  return description
}
