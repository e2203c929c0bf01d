/**
 * The window of atomic commit: one transaction, each member killed just before and just after each write and message that the commit
 * protocol has of it, and what became of the transaction, for several ways to commit.
 */
import { durationText } from './charts/time-scale'
import type { Strength } from './exploration'
import type { NodeId } from './ids'
import { listOf } from './text/list-text'

/** A way to commit. */
export interface WindowColumn {
  readonly id: string
  readonly title: string
  readonly explanation: string
}

/** What one member does for the commit: a write that it forces to its disk, or what it sends to one receiver at once. */
export interface WindowRow {
  readonly id: string
  readonly member: NodeId
  readonly title: string
}

/** When the member is killed: just before it does what the row says, or just after. */
export const MOMENTS = ['before', 'after'] as const
export type Moment = (typeof MOMENTS)[number]

/** What members made of the transaction. `differs`: one committed and another aborted. `open`: some never learned it. */
export type WindowOutcome = 'committed' | 'aborted' | 'differs' | 'open'

/** What one run came to. */
export interface WindowFindings {
  readonly outcome: WindowOutcome
  /** Participants that were up all the time and still in doubt when the dead member came back. */
  readonly blocked: readonly NodeId[]
  /** The longest that a participant was in doubt that was up all the time. */
  readonly in_doubt_ms: number
  /** The longest that any participant held its locks, from its vote until it knew the decision. */
  readonly locked_ms: number
  /** What the client was told. */
  readonly answer: 'ok' | 'fail' | 'unknown'
  /** Why the cell says nothing, one sentence; null when all went well. */
  readonly error: string | null
}

export interface WindowCell extends WindowFindings {
  readonly row: string
  readonly column: string
  readonly moment: Moment
  /** The run to open, as YAML. */
  readonly scenario: string
  readonly seed: number
}

/** The table, or as much of it as is done. Where a protocol has no such step, there is no cell. */
export interface CommitWindow {
  readonly columns: readonly WindowColumn[]
  readonly rows: readonly WindowRow[]
  /** In the order in which they were done. */
  readonly cells: readonly WindowCell[]
  /** Cells of the whole table. */
  readonly total: number
}

/** Who had to wait: nobody longer than messages take, somebody for a timeout, or until the dead member came back. */
type Wait = 'none' | 'timeout' | 'blocked' | 'unlike' | 'void'

/** Below it participants wait for messages alone: the shortest timeout of the commit protocols. */
const TIMEOUT_MS = 100

export function waitOf({ outcome, blocked, in_doubt_ms, error }: WindowFindings): Wait {
  if (error !== null) return 'void'
  if (outcome === 'differs') return 'unlike'
  if (blocked.length > 0) return 'blocked'
  return in_doubt_ms < TIMEOUT_MS ? 'none' : 'timeout'
}

/** Glyph and words of each, the same on every screen and page; and the strength whose colours it has. */
export const WAITS: Readonly<
  Record<Wait, { readonly glyph: string; readonly title: string; readonly explanation: string; readonly strength: Strength }>
> = {
  none: { glyph: '●', title: 'nobody waits', explanation: 'longer than messages take', strength: 'full' },
  timeout: { glyph: '◔', title: 'a timeout', explanation: 'somebody is in doubt until one is over', strength: 'causal' },
  blocked: {
    glyph: '■',
    title: 'blocked',
    explanation: 'somebody is in doubt, with its keys locked, until the dead member is back',
    strength: 'weak'
  },
  unlike: { glyph: '✗', title: 'not alike', explanation: 'one commits what another aborts', strength: 'none' },
  void: { glyph: '~', title: 'not run', explanation: 'the run could not be carried out', strength: 'open' }
}

/** The second line of a cell: how long somebody waited, where that was longer than messages take. */
export function waitText(findings: WindowFindings): string {
  const wait = waitOf(findings)
  if (wait === 'void') return WAITS.void.title
  return wait === 'none' ? '' : durationText(findings.in_doubt_ms)
}

/** What the run came to, in a few sentences. `dead`: who died. */
export function describeFindings(findings: WindowFindings, dead: NodeId): string {
  const { outcome, blocked, in_doubt_ms, locked_ms, answer, error } = findings
  if (error !== null) return error
  const wait = waitOf(findings)
  const text = durationText(in_doubt_ms)
  const waiting =
    wait === 'none'
      ? 'Nobody that is up waits longer than messages take.'
      : wait === 'blocked'
        ? `${listOf(blocked)} ${blocked.length === 1 ? 'waits' : 'wait'} in doubt for ${dead} to come back: ${text}.`
        : `Who is up is in doubt for ${text}, until a timeout is over.`
  const locks = locked_ms > in_doubt_ms ? ` ${dead} itself keeps its keys locked for ${durationText(locked_ms)}.` : ''
  return `${OUTCOMES[outcome]} ${ANSWERS[answer]} ${waiting}${locks}`
}

const OUTCOMES: Readonly<Record<WindowOutcome, string>> = {
  committed: 'The transaction is committed.',
  aborted: 'The transaction is aborted.',
  differs: 'One member commits the transaction and another aborts it.',
  open: 'Some member never learns what became of the transaction.'
}

const ANSWERS: Readonly<Record<WindowFindings['answer'], string>> = {
  ok: 'The client is told so.',
  fail: 'The client is told so.',
  unknown: 'The client is told nothing.'
}

/** Of a column: how many of its moments leave somebody blocked, as `9 of 22 block`. */
export function blockedText({ cells }: CommitWindow, column: string): string {
  const own = cells.filter((cell) => cell.column === column)
  return `${own.filter((cell) => waitOf(cell) === 'blocked').length} of ${own.length} block`
}

/** The cells of a row under each column, with null where its protocol has no such step. */
export function cellsOf({ columns, cells }: CommitWindow, row: string): (WindowCell | null)[] {
  return columns.flatMap(({ id }) =>
    MOMENTS.map((moment) => cells.find((cell) => cell.row === row && cell.column === id && cell.moment === moment) ?? null)
  )
}
