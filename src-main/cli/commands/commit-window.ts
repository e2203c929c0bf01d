import { defineCommand } from 'citty'
import { blockedText, cellsOf, MOMENTS, waitOf, WAITS, waitText } from '../../../src-shared/commit-window'
import type { CommitWindow, WindowCell, WindowRow } from '../../../src-shared/commit-window'
import { COLUMNS } from '../../sweep/commit-window/scenario'
import { testAll, windowPlan } from '../../sweep/commit-window/plan'
import { withWorkerPool } from '../with-worker-pool'
import { jobCount, outFolder } from '../input/sweep-input'
import { EXIT_CODES, requireOptions, wholeNumber } from '../input/usage'
import { writeFileIn } from '../output/write-file'

const SEED_MAX = 2 ** 32 - 1
const TITLE_WIDTH = 44
const CELL_WIDTH = 20

const args = {
  seed: { type: 'string', default: '1', description: 'Of all runs', valueHint: 'N' },
  jobs: { type: 'string', description: 'Runs at once; default: one for each core', valueHint: 'N' },
  out: {
    type: 'string',
    description: 'A new or empty folder for the table as a page and the runs as scenarios',
    valueHint: 'DIR'
  },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const commitWindowCommand = defineCommand({
  meta: {
    name: 'commit-window',
    description:
      'Kill each member of a transaction before and after each of its steps, and tell who waits: netsplit commit-window'
  },
  args,
  async run({ args: given }) {
    requireOptions(given, args)
    const plan = windowPlan(wholeNumber('seed', given.seed, 0, SEED_MAX))
    const jobs = jobCount(given.jobs)
    const out = outFolder(given.out)
    const cells: WindowCell[] = []
    await withWorkerPool({
      worker_count: Math.min(jobs, plan.cells.length),
      submitAll: (pool) => testAll(plan, pool),
      progress: (done) => `${done} of ${plan.cells.length} crashes tried`,
      onFinding: (cell) => {
        cells.push(cell)
        if (given.json) console.log(JSON.stringify({ type: 'cell', ...cell, wait: waitOf(cell) }))
        if (cell.error !== null) process.exitCode = EXIT_CODES.failed
      }
    })
    const window: CommitWindow = { columns: COLUMNS, rows: plan.rows, cells, total: cells.length }
    if (!given.json) console.log(textOf(window))
    if (out !== undefined) await keep(out, window)
  }
})

function textOf(window: CommitWindow): string {
  const { columns, rows } = window
  const overBoth = (words: (column: string, title: string) => string) =>
    columns.flatMap(({ id, title }) => [words(id, title), ''])
  const legend = Object.values(WAITS).map(({ glyph, title }) => `${glyph} ${title}`)
  return [
    line(
      '',
      overBoth((_, title) => title)
    ),
    line(
      '',
      columns.flatMap(() => [...MOMENTS])
    ),
    ...rows.map((row) => rowText(window, row)),
    line(
      '',
      overBoth((id) => blockedText(window, id))
    ),
    '',
    legend.join('   ')
  ].join('\n')
}

function rowText(window: CommitWindow, { id, member, title }: WindowRow): string {
  return line(
    `${member} ${title}`,
    cellsOf(window, id).map((cell) => (cell ? cellText(cell) : '–'))
  )
}

function cellText(cell: WindowCell): string {
  return `${WAITS[waitOf(cell)].glyph} ${cell.outcome} ${waitText(cell)}`
}

function line(title: string, cells: readonly string[]): string {
  return `${title.padEnd(TITLE_WIDTH)}${cells.map((cell) => cell.padEnd(CELL_WIDTH)).join('')}`.trimEnd()
}

/** The page, and the run of each cell beside it. */
async function keep(folder: string, window: CommitWindow): Promise<void> {
  // Loaded here: the charting library would slow every other command.
  const { htmlReport } = await import('../../report/html-report')
  writeFileIn(folder, 'commit-window.html', htmlReport({ window }))
  for (const { row, column, moment, scenario } of window.cells) writeFileIn(folder, `${column}-${row}-${moment}.yaml`, scenario)
}
