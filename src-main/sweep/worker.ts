/** A thread of a sweep: one job at a time, one answer for each. See `worker-pool.ts` for the other end. */
import { parentPort } from 'node:worker_threads'
import { exploreCell } from './explore/cell'
import type { SweepAnswer, SweepJob } from './jobs'
import { measure } from './pacelc/measure'
import { recordRun } from './record-run'
import { runSeed } from './run-seed'
import { shrink } from './shrink/shrink'

async function answer(job: SweepJob): Promise<SweepAnswer> {
  try {
    switch (job.kind) {
      case 'run':
        return { kind: 'ran', outcome: runSeed(job.scenario, job.seed) }
      case 'shrink':
        return { kind: 'shrunk', shrunk: shrink({ ...job, run: runSeed }) }
      case 'explore':
        return { kind: 'explored', findings: exploreCell(job.scenario, job.seeds) }
      case 'measure':
        return { kind: 'measured', findings: measure(job.scenario, job.seeds) }
      case 'record':
        return { kind: 'recorded', result: await recordRun(job.scenario, job.seed, job.folder) }
    }
  } catch (error) {
    return { kind: 'error', text: (error as Error).message }
  }
}

parentPort!.on('message', async (job: SweepJob) => parentPort!.postMessage(await answer(job)))
