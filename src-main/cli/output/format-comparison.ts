/** What `netsplit compare` prints. */
import { stripVTControlCharacters } from 'node:util'
import type { ComparedRun } from '../../../src-shared/folds/comparison'
import { RUN_LETTERS, comparedFigures, figuresOf } from '../../../src-shared/folds/comparison'
import { describeSplit, faultsNote, figureTexts } from '../../../src-shared/folds/comparison-text'
import { longestSplits } from '../../../src-shared/folds/splits'
import { expectationVerdict } from '../../../src-shared/result'
import type { RunResult } from '../../../src-shared/result'
import { VERDICT_MARKS } from './describe-result'

/** Of each run. */
const SPLITS_MAX = 3

/** One object. `folders`: null where the recordings are not kept. `results`: of runs that were made for this comparison. */
export function comparisonJson(
  runs: readonly ComparedRun[],
  folders: readonly string[] | null,
  file: string | null,
  results: readonly RunResult[] = []
): object {
  return {
    type: 'comparison',
    same_faults: faultsNote(runs) === null,
    page: file,
    ...(results.length > 0 && { passed: results.every(({ passed }) => passed) }),
    runs: runs.map((run, i) => {
      const { title, protocol, engine, seed, fold, comparison } = run
      const partitions = longestSplits(comparison.splits, fold, SPLITS_MAX).map((split) => describeSplit(split, fold))
      const { passed, checks, expectations } = results[i] ?? {}
      const recording = folders?.[i] ?? null
      return { recording, title, protocol, engine, seed, passed, checks, expectations, figures: figuresOf(run), partitions }
    })
  }
}

/** A table, and what partitions did, for a terminal. */
export function comparisonText(runs: readonly ComparedRun[], file: string | null, results: readonly RunResult[] = []): string {
  const names = runs.map(
    ({ title, protocol, engine, seed }, i) => `${RUN_LETTERS[i]}  ${title} · ${protocol} · ${engine} · seed ${seed}`
  )
  const note = faultsNote(runs)
  const lines = [
    ...names,
    ...(note ? [`! ${note}`] : []),
    '',
    ...figureLines(runs),
    '',
    ...runs.flatMap(partitionLines),
    ...results.flatMap(expectationLines),
    ...(file ? [`The page: ${file}`] : [])
  ]
  return stripVTControlCharacters(lines.join('\n'))
}

function figureLines(runs: readonly ComparedRun[]): string[] {
  const rows = comparedFigures(runs).map(({ figure, values, best }) => {
    return [figure.title, ...figureTexts(figure, values).map((text, i) => `${text} ${best.includes(i) ? '★' : ' '}`)]
  })
  const table = [['', ...runs.map((_, i) => `${RUN_LETTERS[i]}  `)], ...rows]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  return table.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]! + 2))).join(''))
}

function partitionLines({ fold, comparison }: ComparedRun, i: number): string[] {
  return longestSplits(comparison.splits, fold, SPLITS_MAX).flatMap((split) => {
    const { title, sides, divergence, healing } = describeSplit(split, fold)
    return [
      `${RUN_LETTERS[i]}  ${title}`,
      ...sides.map(({ mark, name, text }) => `   ${mark} ${name}: ${text}`),
      `   ${divergence} ${healing}`,
      ''
    ]
  })
}

function expectationLines({ checks, expectations }: RunResult, i: number): string[] {
  return [
    `${RUN_LETTERS[i]}  What was expected`,
    ...checks.map(({ title, verdict, text }) => `   ${VERDICT_MARKS[verdict]} ${title}: ${text}`),
    ...expectations.map((one) => `   ${VERDICT_MARKS[expectationVerdict(one)]} ${one.text} (${one.observed})`),
    ''
  ]
}
