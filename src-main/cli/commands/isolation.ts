import { defineCommand } from 'citty'
import { ISOLATION_SETTINGS, SCRIPTED_ANOMALIES } from '../../../src-shared/isolation/played'
import type { PlayedSetting } from '../../../src-shared/isolation/played'
import { ANOMALY_VERDICTS, anomalyAt } from '../../../src-shared/isolation/played-text'
import { readScenarioInput } from '../input/scenario-input'
import { jobCount, outFolder } from '../input/sweep-input'
import { EXIT_CODES, requireOptions } from '../input/usage'
import { writeFileIn } from '../output/write-file'
import { withWorkerPool } from '../with-worker-pool'

const TITLE_WIDTH = 28
const CELL_WIDTH = 18

const args = {
  jobs: { type: 'string', description: 'Runs at once; default: one for each core', valueHint: 'N' },
  out: {
    type: 'string',
    description: 'A new or empty folder for the table as a page and the runs as scenarios',
    valueHint: 'DIR'
  },
  json: { type: 'boolean', description: 'Print one JSON object a line, and nothing else' }
} as const

export const isolationCommand = defineCommand({
  meta: {
    name: 'isolation',
    description:
      'Play the scripts of ten anomalies under each isolation setting, and tell which setting prevents which: netsplit isolation'
  },
  args,
  async run({ args: given }) {
    requireOptions(given, args)
    const jobs = jobCount(given.jobs)
    const out = outFolder(given.out)
    const settings = ISOLATION_SETTINGS.map(({ id, scenario }) => ({ id, scenario: readScenarioInput(scenario).scenario }))
    const played: PlayedSetting[] = []
    await withWorkerPool({
      worker_count: Math.min(jobs, settings.length),
      submitAll: (pool) => settings.map(async ({ id, scenario }) => ({ setting: id, ...(await pool.play(scenario)) })),
      progress: (done) => `${done} of ${settings.length} settings played`,
      onFinding: (setting) => {
        played.push(setting)
        if (given.json) console.log(JSON.stringify({ type: 'setting', ...setting }))
        if (setting.error !== null) process.exitCode = EXIT_CODES.failed
      }
    })
    if (!given.json) console.log(textOf(played))
    if (out !== undefined) await keep(out, played)
  }
})

function textOf(played: readonly PlayedSetting[]): string {
  const rows = SCRIPTED_ANOMALIES.map(({ id, title }) => {
    const cells = ISOLATION_SETTINGS.map((setting) => {
      const verdict = anomalyAt(played, setting.id, id)!.verdict
      return `${ANOMALY_VERDICTS[verdict].glyph} ${verdict}`
    })
    return line(title, cells)
  })
  const titles = ISOLATION_SETTINGS.map(({ title }) => title)
  return [line('', titles), ...rows].join('\n')
}

function line(title: string, cells: readonly string[]): string {
  return `${title.padEnd(TITLE_WIDTH)}${cells.map((cell) => cell.padEnd(CELL_WIDTH)).join('')}`.trimEnd()
}

/** The page, and the run of each setting beside it. */
async function keep(folder: string, played: readonly PlayedSetting[]): Promise<void> {
  // Loaded here: the charting library would slow every other command.
  const { htmlReport } = await import('../../report/html-report')
  writeFileIn(folder, 'isolation.html', htmlReport({ played }))
  for (const { setting, scenario } of played) writeFileIn(folder, `${setting}.yaml`, scenario)
}
