/** Whether entries of a log and rows of its snapshots are what a correct peer could have sent. */
import type { NodeId } from '../../../src-shared/ids'
import { fieldsOf, isCount, isListOf } from '../kit/well-formed'
import { OUTCOMES } from './sessions'

/**
 * Entries follow on each other and on what is before them, and none is of a later term than `term`. `known`: who may take part.
 * `isCommand`: whether the machine may have been told that.
 */
export function areEntries(
  entries: readonly unknown[],
  previous: { readonly index: number; readonly term: number },
  term: number,
  known: readonly NodeId[] = [],
  isCommand: (command: unknown) => boolean = () => false
): boolean {
  let { index, term: lowest } = previous
  for (const entry of entries) {
    const { index: at, term: of, digest, session, sequence, operation, membership } = fieldsOf(entry)
    if (at !== ++index || !isCount(of) || of < lowest) return false
    if (!isCount(digest) || typeof session !== 'string' || !isCount(sequence) || !isLogged(operation, isCommand)) return false
    if (membership !== undefined && !isMembership(membership, known)) return false
    lowest = of
  }
  return lowest <= term
}

/** What a log holds: a write, a command for its machine, or nothing (the no-op). */
function isLogged(operation: unknown, isCommand: (command: unknown) => boolean): boolean {
  if (operation === null) return true
  const { f, command, bytes } = fieldsOf(operation)
  return f === 'command' ? isCount(bytes) && isCommand(command) : isLoggedWrite(operation)
}

/** A client's write of a key. */
export function isLoggedWrite(operation: unknown): boolean {
  const { f, key, value, expected } = fieldsOf(operation)
  if (typeof key !== 'string') return false
  switch (f) {
    case 'put':
    case 'append':
      return typeof value === 'string'
    case 'cas':
      return typeof value === 'string' && (expected === null || typeof expected === 'string')
    default:
      return f === 'delete'
  }
}

/** Somebody votes, nobody twice, and nobody who is not known. */
export function isMembership(value: unknown, known: readonly NodeId[]): boolean {
  const { voters, outgoing = voters, learners = [], standbys = [] } = fieldsOf(value)
  const areNames = (names: unknown, least: number): boolean =>
    isListOf(names, (name) => known.includes(name as NodeId)) && names.length >= least && new Set(names).size === names.length
  return areNames(voters, 1) && areNames(outgoing, 1) && areNames(learners, 0) && areNames(standbys, 0)
}

export function isRow(row: unknown): boolean {
  if (!Array.isArray(row) || typeof row[1] !== 'string') return false
  const [kind, , value, runs] = row as unknown[]
  if (kind === 'key') return typeof value === 'string'
  return kind === 'session' && isCount(value) && Array.isArray(runs) && runs.length > 0 && runs.every(isRun)
}

export function isRun(run: unknown): boolean {
  if (!Array.isArray(run)) return false
  const [first, last, outcome] = run as unknown[]
  return isCount(first) && isCount(last) && first <= last && (OUTCOMES as readonly unknown[]).includes(outcome)
}
