import { defineCommand } from 'citty'
import { stripVTControlCharacters } from 'node:util'
import type { ComparedRun } from '../../src-shared/folds/comparison'
import { COMPARED_MAX, COMPARED_MIN, FIGURES, RUN_LETTERS, bestOf, figuresOf } from '../../src-shared/folds/comparison'
import { describeSplit, faultsNote, figureText } from '../../src-shared/folds/comparison-words'
import { longestSplits } from '../../src-shared/folds/splits'
import { RecordingError } from '../lab/read-recording'
import { ExportError } from '../report/export-error'
import { UsageError, requireOptions } from './usage'

/** Of each run, in the terminal. */
const SPLITS_MAX = 3

const args = {
  out: { type: 'string', description: 'Write the page of the comparison into this folder', valueHint: 'DIR' },
  json: { type: 'boolean', description: 'Print one JSON object, and nothing else' }
} as const

export const compareCommand = defineCommand({
  meta: {
    name: 'compare',
    description: `Lay ${COMPARED_MIN} to ${COMPARED_MAX} recordings side by side: netsplit compare FOLDER FOLDER… [--out DIR]`
  },
  args,
  async run({ args: given }) {
    requireOptions(given, args)
    const folders = given._
    if (folders.length < COMPARED_MIN || folders.length > COMPARED_MAX) {
      throw new UsageError(`expected the folders of ${COMPARED_MIN} to ${COMPARED_MAX} recordings, but found ${folders.length}`)
    }
    // Loaded here: the charting library would slow every other command.
    const { readCompared, writeComparison } = await import('../report/comparison')
    try {
      const { runs, file } = given.out
        ? await writeComparison(folders, given.out)
        : { runs: await Promise.all(folders.map(readCompared)), file: null }
      console.log(given.json ? JSON.stringify(jsonOf(runs, folders, file)) : textOf(runs, file))
    } catch (error) {
      if (error instanceof RecordingError || error instanceof ExportError) throw new UsageError(error.message)
      throw error
    }
  }
})

function jsonOf(runs: readonly ComparedRun[], folders: readonly string[], file: string | null): object {
  return {
    type: 'comparison',
    same_faults: faultsNote(runs) === null,
    page: file,
    runs: runs.map((run, i) => {
      const { title, protocol, engine, seed, fold, comparison } = run
      const partitions = longestSplits(comparison.splits, fold, SPLITS_MAX).map((split) => describeSplit(split, fold))
      return { recording: folders[i], title, protocol, engine, seed, figures: figuresOf(run), partitions }
    })
  }
}

function textOf(runs: readonly ComparedRun[], file: string | null): string {
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
    ...(file ? [`The page: ${file}`] : [])
  ]
  return stripVTControlCharacters(lines.join('\n'))
}

function figureLines(runs: readonly ComparedRun[]): string[] {
  const columns = runs.map(figuresOf)
  const rows = FIGURES.map((figure) => {
    const values = columns.map((column) => column[figure.name] ?? null)
    const best = bestOf(figure, values)
    return [figure.title, ...values.map((value, i) => `${figureText(figure, value)} ${best.includes(i) ? '★' : ' '}`)]
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
