/** Deaths of leaders in real time: one cluster of processes, whose leader dies again and again. */
import type { ElectionBatch, TimeoutRange } from '../../../src-shared/elections/elections'
import { formatScenario } from '../../../src-shared/scenario/format'
import { createLab } from '../../lab/computer'
import { ElectionWatch } from './election-watch'
import { electionScenario } from './scenario'
import { diedAfter_ms } from './time-elections'

/** So many trials of one range. Rejects when the run cannot be carried out. */
export async function timeOnProcesses(
  range: TimeoutRange,
  trials: number,
  seed: number,
  onProgress: (done: number) => void
): Promise<ElectionBatch> {
  const scenario = electionScenario(range, diedAfter_ms(range, seed, trials), 'processes')
  const watch = new ElectionWatch()
  const text = formatScenario(scenario)
  const lab = createLab()
  lab.onEvents((events) => {
    for (const event of events) watch.observe(event)
    onProgress(watch.count)
  })
  try {
    await lab.run({ scenario, text, seed })
    await lab.finished()
  } finally {
    await lab.close()
  }
  return { range: range.id, elections: watch.elections, void_count: watch.void_count, scenario: text, seed }
}
