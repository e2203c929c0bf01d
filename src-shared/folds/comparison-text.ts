/** What a comparison says in plain words, for the page, the report and the command line. */
import { durationText } from '../charts/time-scale'
import type { ComparedRun } from './comparison'
import type { FigureDescription } from './figure'
import { sameFaults } from './comparison'
import { divergedKeys } from './surviving-writes'
import { recoveryOf } from './recovery'
import type { RunFold } from './run'
import { SIDE_TEXTS, markOf } from './side-answers'
import type { SideMark } from './side-answers'
import type { Side, Split } from './splits'

export interface SideText {
  readonly mark: SideMark
  /** `serves`, `stalls`, `serves in part`, `not asked`: the mark as a word. */
  readonly word: string
  readonly name: string
  readonly text: string
}

export interface SplitText {
  readonly title: string
  readonly sides: readonly SideText[]
  /** What diverged. */
  readonly divergence: string
  /** What healed, and after how long. */
  readonly healing: string
}

/** What one partition did. */
export function describeSplit(split: Split, run: RunFold): SplitText {
  const end_us = split.end_us ?? run.cluster.now_us
  return {
    title: `Partition from ${seconds(split.start_us)} to ${split.end_us === null ? 'the end' : seconds(end_us)}`,
    sides: split.sides.map((side) => describeSide(side, end_us)),
    divergence: divergenceOf(split),
    healing: healingOf(split, run)
  }
}

function describeSide(side: Side, end_us: number): SideText {
  const { reads, writes } = side
  const mark = markOf([reads, writes])
  const parts = [
    counted('answered', reads.answered, writes.answered),
    counted('failed', reads.errors, writes.errors),
    counted('timed out, outcome unknown', reads.unknown, writes.unknown),
    counted('answered only after it', reads.late, writes.late)
  ].filter((part) => part !== '')
  const blocked_ms = side.blocking.total_ms(end_us)
  if (blocked_ms > 0) parts.push(`no write for ${durationText(blocked_ms)} although clients asked`)
  const name = `Side of ${side.nodes.join(', ')}${side.quorum ? ' (quorum)' : ''}`
  return { mark, word: SIDE_TEXTS[mark], name, text: mark === '–' ? 'no client asked it' : parts.join('; ') }
}

function counted(what: string, reads: number, writes: number): string {
  const amounts = [amount(reads, 'read'), amount(writes, 'write')].filter(Boolean)
  return amounts.length === 0 ? '' : `${amounts.join(' and ')} ${what}`
}

function amount(number: number, noun: string): string {
  return number === 0 ? '' : `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

function divergenceOf({ sides, conflicts, bridged, writes, lost }: Split): string {
  if (conflicts > 0) return `Diverged: nodes applied different entries at ${conflicts.toLocaleString('en')} log positions.`
  const accepting_sides = sides.filter(({ writes }) => writes.answered > 0)
  if (accepting_sides.length > 1 && !bridged) {
    const both = amount(divergedKeys(writes), 'key')
    return `Diverged: ${accepting_sides.length} sides took writes that the others could not see${both && `, to ${both} on both`}.`
  }
  if (lost > 0) return `Diverged: ${amount(lost, 'acknowledged write')} on one side gave way to what the other went on with.`
  const cut = sides.filter(({ truncations }) => truncations > 0).flatMap(({ nodes }) => nodes)
  if (cut.length > 0)
    return `No acknowledged write diverged; on the side of ${cut.join(', ')} unconfirmed entries gave way afterwards.`
  return 'Nothing diverged.'
}

function healingOf(split: Split, run: RunFold): string {
  if (split.end_us === null) return 'It was still on when the run ended.'
  const parts: string[] = []
  if (split.converged_us !== null) parts.push(`nodes had all caught up ${after((split.converged_us - split.end_us) / 1000)}`)
  else if (split.applied > 0) parts.push('nodes did not all catch up before something else came')
  const recovery_ms = recoveryOf(run.operations, split.start_us, split.end_us, run.cluster.now_us)
  if (recovery_ms !== null) parts.push(`throughput was back ${after(recovery_ms)}`)
  return parts.length === 0 ? 'Nothing had to heal.' : `Healed: ${parts.join('; ')}.`
}

function after(length_ms: number): string {
  return length_ms === 0 ? 'at once' : `${durationText(length_ms)} after it`
}

/** What the runs' titles have in common, as in `Same partition: Raft`, and what each says besides. */
export function splitTitles(titles: readonly string[]): { readonly common: string | null; readonly own: readonly string[] } {
  const [common, ...others] = new Set(titles.map((title) => (title.includes(': ') ? title.slice(0, title.indexOf(': ')) : null)))
  if (common === undefined || common === null || others.length > 0) return { common: null, own: titles }
  return { common, own: titles.map((title) => title.slice(common.length + 2)) }
}

/** That not all runs met the same faults; null when they did. */
export function faultsNote(runs: readonly ComparedRun[]): string | null {
  const [first, ...others] = runs
  if (first === undefined || others.every(({ fold }) => sameFaults(first.fold, fold))) return null
  return 'These runs did not meet the same faults: read their figures with that in mind.'
}

/** Figures of a row for people: in one unit and with as many decimal places, so that they stand below or beside each other. */
export function figureTexts({ unit }: FigureDescription, values: readonly (number | null)[]): string[] {
  const known = values.filter((value) => value !== null && value !== 0) as number[]
  const scale = unit === 'ms' ? durationScale(known) : { unit, factor: 1 }
  const places = decimalPlaces(known.map((value) => value * scale.factor))
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
  return values.map((value) =>
    value === null ? '–' : `${(value * scale.factor).toLocaleString('en', digits)}${scale.unit && ` ${scale.unit}`}`
  )
}

/** In seconds only where the shortest reads well in them. */
function durationScale(known_ms: readonly number[]): { readonly unit: string; readonly factor: number } {
  const [least, most] = [Math.min(...known_ms), Math.max(...known_ms)]
  if (most >= 1000 && least >= 100) return { unit: 's', factor: 1e-3 }
  return most < 1 && most > 0 ? { unit: 'µs', factor: 1e3 } : { unit: 'ms', factor: 1 }
}

const DECIMAL_PLACES = { usual: 2, max: 3 }

/** For three digits of the largest and two of the smallest, as far as places allow; none where all are whole. */
function decimalPlaces(known: readonly number[]): number {
  if (known.length === 0 || known.every(Number.isInteger)) return 0
  const magnitude = (value: number): number => Math.floor(Math.log10(value))
  const wanted = Math.max(Math.min(DECIMAL_PLACES.usual, 2 - magnitude(Math.max(...known))), 1 - magnitude(Math.min(...known)))
  return Math.max(0, Math.min(DECIMAL_PLACES.max, wanted))
}

function seconds(t_us: number): string {
  return `${(t_us / 1e6).toFixed(1)} s`
}
