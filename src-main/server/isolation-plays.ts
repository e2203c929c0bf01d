import { ISOLATION_SETTINGS } from '../../src-shared/isolation/played'
import type { PlayedSetting } from '../../src-shared/isolation/played'
import type { CreateStudyPool } from '../sweep/jobs'
import { scenarioIn, scenarioNamed } from './chosen-scenario'
import type { FindScenario } from './chosen-scenario'
import { LazyRunBatch } from './lazy-run-batch'

/** Which isolation setting prevents which anomaly, as runs of this lab show. */
export class IsolationPlays {
  private readonly run_batch

  constructor(createPool: CreateStudyPool, find: FindScenario) {
    this.run_batch = new LazyRunBatch<PlayedSetting>(createPool, (pool) =>
      ISOLATION_SETTINGS.map(async ({ id, scenario }) => {
        const { parse } = await scenarioNamed(scenario, find)
        return { setting: id, ...(await pool.play(scenarioIn(parse))) }
      })
    )
  }

  /** Settings beyond the first `offset`, in the order in which they were done; begins when first asked. Throws what ended it. */
  after(offset: number): readonly PlayedSetting[] {
    return this.run_batch.after(offset)
  }

  /** All that was played so far; null while nobody asked. */
  get findingsSoFar(): readonly PlayedSetting[] | null {
    return this.run_batch.findingsSoFar
  }

  async close(): Promise<void> {
    await this.run_batch.close()
  }
}
