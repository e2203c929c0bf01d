/** How conflicting writes of a key are resolved. Every way is a join semilattice, so that leaders agree whatever came first. */
import type { Operation, OperationResult } from '../../../../src-shared/operations'
import type { CounterMark, SetMark } from '../../../../src-shared/protocols/multi-leader/facts'
import type { Plain } from '../../contract'

/** What changes a key. A compare-and-set arrives here only when its comparison holds. */
export type WriteOperation = Exclude<Operation, { readonly f: 'get' }>

/** A client's write as a leader takes it in. */
export interface Write {
  readonly operation: WriteOperation
  /** Who asked, as `client:op`. */
  readonly name: string
  /** The leader that takes it, with the generation of its disk: by name, and by place in vectors. No two writers are ever alike. */
  readonly actor: string
  readonly origin: number
  /** The leader's clock. */
  readonly at_us: number
}

/** `State` is plain data; drivers and stores treat it as opaque. */
export interface Resolution<State = Plain> {
  /** What a leader knows of a key that was never written. */
  readonly empty: State
  /** The delta by which the write changes the state: to be joined here, and by every other leader. */
  readonly write: (state: State, write: Write) => State
  /** Commutative, associative, idempotent. */
  readonly join: (a: State, b: State) => State
  /** A deliberate bug: `arriving` as it would end a conflict if the order of arrival decided. */
  readonly joinByArrival: (state: State, arriving: State) => State
  /** Why this write cannot be taken into the state; null if it can. */
  readonly refusal: (state: State, operation: WriteOperation) => string | null
  /** What a reader is answered. */
  readonly read: (state: State) => OperationResult
  /** What a register's reader sees: several values only where a conflict is left to it, none where the key is missing. */
  readonly values: (state: State) => readonly string[]
  /**
   * How many writes of this origin the state takes account of: its writer built upon them or replaced them knowingly.
   * Those beyond gave way to a concurrent one. null: all, always.
   */
  readonly accounted: (state: State, origin: number) => number | null
  /** Whether neither side's writer knew of what the other brings. */
  readonly isConflict: (state: State, arriving: State) => boolean
  /** Who wrote what a reader sees, as `client:op`; null where no single write did. */
  readonly writer: (state: State) => string | null
  /** What a counter or set is made of. */
  readonly parts: (state: State) => Parts
}

/** A key is a counter, or a set, or neither. */
export interface Parts {
  readonly counter?: CounterMark['parts']
  readonly set?: Omit<SetMark, 'key'>
}

export const NO_PARTS: Parts = {}

/** Of several values the last is the one that counts. */
export function readValues(values: readonly string[]): OperationResult {
  return { value: values.at(-1) ?? null, ...(values.length > 1 && { siblings: values }) }
}

const VALUE_WRITES: ReadonlySet<string> = new Set<Operation['f']>(['put', 'append', 'cas', 'delete', 'increment'])

/** Sets and lists need to know of single members what was seen. */
export function refuseCollections({ f }: WriteOperation): string | null {
  return VALUE_WRITES.has(f) ? null : `${f} needs conflicts: crdt`
}

/** The value that a write leaves where it finds `current`. */
export function valueAfter(current: string | null, operation: WriteOperation): string | null {
  switch (operation.f) {
    case 'put':
    case 'cas':
      return operation.value
    case 'append':
      return (current ?? '') + operation.value
    case 'delete':
      return null
    case 'increment':
      return String(numberOf(current) + operation.by)
    default:
      throw new Error(`${operation.f} does not leave a value`)
  }
}

/** What is no whole number counts as 0. */
function numberOf(value: string | null): number {
  const number = Number(value ?? 0)
  return Number.isSafeInteger(number) ? number : 0
}
