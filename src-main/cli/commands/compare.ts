import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import type { ComparedRun } from '../../../src-shared/folds/comparison'
import { COMPARED_MAX, COMPARED_MIN } from '../../../src-shared/folds/comparison'
import type { RunResult } from '../../../src-shared/result'
import { ENGINES } from '../../../src-shared/engine'
import type { Engine } from '../../../src-shared/engine'
import { LabError } from '../../lab/lab-error'
import { OutFolderError } from '../../lab/recording/out-folder'
import { RecordingError } from '../../lab/recording/recording-error'
import { ExportError } from '../../report/export-error'
import { defaultJobs } from '../../sweep/worker-pool'
import { comparisonJson, comparisonText } from '../output/format-comparison'
import { ComparisonRuns } from '../comparison-runs'
import { readComparisonInput } from '../input/scenario-input'
import { stopOnSignals } from '../signals'
import { outFolder } from '../input/sweep-input'
import { EXIT_CODES, InterruptedError, UsageError, requireOptions, wholeNumber } from '../input/usage'

const SEED_MAX = 2 ** 32 - 1

const args = {
  engine: { type: 'string', default: 'simulation', description: 'Of a comparison: processes or simulation', valueHint: 'ENGINE' },
  seed: { type: 'string', description: "Instead of the comparison's own", valueHint: 'N' },
  out: {
    type: 'string',
    description: 'Write the page into this folder; of a comparison also the recordings, into a new or empty one',
    valueHint: 'DIR'
  },
  json: { type: 'boolean', description: 'Print one JSON object, and nothing else' }
} as const

/** Errors of which one sentence says all. */
const UNDERSTOOD = [RecordingError, ExportError, LabError, OutFolderError]

interface Given {
  readonly engine: string
  readonly seed?: string
  readonly out?: string
  readonly json?: boolean
}

export const compareCommand = defineCommand({
  meta: {
    name: 'compare',
    description:
      `Lay runs of the same faults side by side: netsplit compare NAME|FILE.yaml, which runs them (see \`netsplit list\`) and exits ` +
      `1 when an expectation fails; or netsplit compare FOLDER FOLDER…, ${COMPARED_MIN} to ${COMPARED_MAX} recordings`
  },
  args,
  async run({ args: given }) {
    requireOptions(given, args)
    const [first, ...others] = given._
    const is_one_folder = first !== undefined && existsSync(first) && statSync(first).isDirectory()
    if (first === undefined || others.length >= COMPARED_MAX || (others.length === 0 && is_one_folder)) {
      const found = given._.length
      throw new UsageError(
        `expected a comparison, or the folders of ${COMPARED_MIN} to ${COMPARED_MAX} recordings, but found ${found} ${found === 1 ? 'folder' : 'folders'}`
      )
    }
    try {
      if (others.length > 0) await compareRecordings(given._, given)
      else await runComparison(first, given)
    } catch (error) {
      if (UNDERSTOOD.some((kind) => error instanceof kind)) throw new UsageError((error as Error).message)
      throw error
    }
  }
})

async function compareRecordings(folders: readonly string[], { out, json }: Given): Promise<void> {
  const { runs, file } = await readAll(folders, out)
  console.log(json ? JSON.stringify(comparisonJson(runs, folders, file)) : comparisonText(runs, file))
}

async function runComparison(name: string, given: Given): Promise<void> {
  const engine = engineOf(given.engine)
  const { comparison, scenarios } = readComparisonInput(name)
  const seed = given.seed === undefined ? comparison.seed : wholeNumber('seed', given.seed, 0, SEED_MAX)
  const out = outFolder(given.out)
  const folder = out ?? mkdtempSync(join(tmpdir(), 'netsplit-compare-'))
  const runs = new ComparisonRuns(scenarios, { engine, seed, folder, jobs: defaultJobs() })
  let interrupted = false
  const ignoreSignals = stopOnSignals(() => {
    interrupted = true
    void runs.close()
  })
  try {
    const results = await runs.results()
    const { runs: compared, file } = await readAll(runs.folders, out)
    console.log(
      given.json
        ? JSON.stringify(comparisonJson(compared, out === undefined ? null : runs.folders, file, results))
        : comparisonText(compared, file, results)
    )
    process.exitCode = results.every(({ passed }: RunResult) => passed) ? EXIT_CODES.passed : EXIT_CODES.failed
  } catch (error) {
    throw interrupted ? new InterruptedError('Ended before its time: nothing was compared.') : error
  } finally {
    ignoreSignals()
    await runs.close()
    if (out === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

interface Read {
  readonly runs: readonly ComparedRun[]
  /** The page; null where none was asked for. */
  readonly file: string | null
}

async function readAll(folders: readonly string[], out: string | undefined): Promise<Read> {
  // Loaded here: the charting library would slow every other command.
  const { readCompared, writeComparison } = await import('../../report/comparison')
  if (out !== undefined) return writeComparison(folders, out)
  return { runs: await Promise.all(folders.map(readCompared)), file: null }
}

function engineOf(name: string): Engine {
  const engine = ENGINES.find((known) => known === name)
  if (engine === undefined) throw new UsageError(`--engine: expected ${ENGINES.join(' or ')}, but found ${name || 'nothing'}`)
  return engine
}
