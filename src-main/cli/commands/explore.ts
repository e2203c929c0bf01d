import { defineCommand } from 'citty'
import { describeStrongest, strengthOf, strongestHeld, STRENGTHS } from '../../../src-shared/exploration'
import type { Exploration, ExploredCell, ExplorerRow } from '../../../src-shared/exploration'
import { descriptions } from '../../../src-shared/protocols/registry'
import { exploreAll } from '../../sweep/explore/explore'
import { matrixOf } from '../../sweep/explore/matrix'
import type { Matrix } from '../../sweep/explore/matrix'
import { withWorkerPool } from '../with-worker-pool'
import { jobCount, knownName, outFolder, seedRange } from '../input/sweep-input'
import { EXIT_CODES, requireOptions } from '../input/usage'
import { writeFileIn } from '../output/write-file'

/** Of one cell. */
const SEEDS_MAX = 1000
const TITLE_WIDTH = 46
const CELL_WIDTH = 24

const args = {
  fault: { type: 'string', description: 'These faults alone, separated by commas; default: all', valueHint: 'NAMES' },
  seeds: { type: 'string', default: '1..3', description: 'The seeds of each cell, both ends included', valueHint: 'A..B' },
  jobs: { type: 'string', description: 'Cells at once; default: one for each core', valueHint: 'N' },
  out: {
    type: 'string',
    description: 'A new or empty folder for the table as a page and the runs as scenarios',
    valueHint: 'DIR'
  },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const exploreCommand = defineCommand({
  meta: {
    name: 'explore',
    description: 'Hold settings of protocols under faults against every consistency model: netsplit explore [PROTOCOL…]'
  },
  args,
  async run({ args: given }) {
    requireOptions(given, args)
    const seeds = seedRange(given.seeds, SEEDS_MAX)
    const jobs = jobCount(given.jobs)
    const matrix = chosenMatrix(given._, given.fault)
    const out = outFolder(given.out)
    const cells: ExploredCell[] = []
    await withWorkerPool({
      worker_count: Math.min(jobs, matrix.cells.length),
      submitAll: (pool) => {
        if (!given.json) console.log(columns('', ...matrix.columns.map(({ title }) => title)))
        return exploreAll(matrix, seeds, pool)
      },
      progress: (done) => `${done} of ${matrix.cells.length} cells explored`,
      onFinding: (cell) => {
        cells.push(cell)
        if (given.json) console.log(JSON.stringify(asJson(cell, matrix)))
        else if (cells.length % matrix.columns.length === 0) console.log(lineOf(cells.slice(-matrix.columns.length), matrix))
        if (cell.error !== null) process.exitCode = EXIT_CODES.failed
      }
    })
    const { rows, columns: faults } = matrix
    if (out !== undefined) await keep(out, { rows, columns: faults, cells, total: cells.length }, given.seeds)
    if (!given.json) console.log(`\n${legend()}`)
  }
})

function chosenMatrix(names: readonly string[], faults: string | undefined): Matrix {
  const known = descriptions.map(({ name }) => name)
  const ids = matrixOf().columns.map(({ id }) => id)
  return matrixOf({
    ...(names.length > 0 && { protocols: names.map((name) => knownName('protocol', name, known)) }),
    ...(faults !== undefined && { columns: faults.split(',').map((name) => knownName('fault', name, ids)) })
  })
}

function asJson(cell: ExploredCell, { rows }: Matrix): object {
  const { protocol, title } = rows.find(({ id }) => id === cell.row)!
  return { type: 'cell', protocol, settings: title, ...cell, strongest: strongestHeld(cell.verdicts) }
}

function lineOf(cells: readonly ExploredCell[], { rows }: Matrix): string {
  const row = rows.find(({ id }) => id === cells[0]!.row)!
  return `${headingOf(row, rows)}${columns(`  ${row.title}`, ...cells.map(wordOf))}`
}

/** The protocol's title stands above the first of its rows. */
function headingOf(row: ExplorerRow, rows: readonly ExplorerRow[]): string {
  const first = rows.find(({ protocol }) => protocol === row.protocol)!
  return first.id === row.id ? `${row.protocol_title}\n` : ''
}

function wordOf(cell: ExploredCell): string {
  return `${STRENGTHS[strengthOf(cell)].glyph} ${describeStrongest(cell)}`
}

function legend(): string {
  const strengths = Object.values(STRENGTHS).map(({ glyph, title }) => `${glyph} ${title}`)
  return [
    strengths.join('   '),
    '+1: another model held, which neither implies nor is implied   ≥: a stronger one could not be decided'
  ].join('\n')
}

function columns(title: string, ...cells: readonly string[]): string {
  return `${title.padEnd(TITLE_WIDTH)}${cells.map((cell) => cell.padEnd(CELL_WIDTH)).join('')}`.trimEnd()
}

/** The page, and the run of each cell beside it. */
async function keep(folder: string, exploration: Exploration, seeds: string): Promise<void> {
  // Loaded here: the charting library would slow every other command.
  const { htmlReport } = await import('../../report/html-report')
  writeFileIn(folder, 'explorer.html', htmlReport({ exploration: { exploration, seeds } }))
  for (const { row, column, scenario } of exploration.cells) writeFileIn(folder, `${row}-${column}.yaml`, scenario)
}
