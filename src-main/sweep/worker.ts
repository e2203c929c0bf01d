/** A thread of a sweep. See `worker-pool.ts` for the other end. */
import { worker } from 'workerpool'
import { testCommit } from './commit-window/test-commit'
import { timeElections } from './elections/time-elections'
import { exploreCell } from './explore/cell'
import { playIsolation } from './explore/play-isolation'
import type { SweepJobs } from './jobs'
import { measure } from './pacelc/measure'
import { recordRun } from './record-run'
import { runSeed } from './run-seed'
import { shrink } from './shrink/shrink'

const jobs: SweepJobs = {
  run: runSeed,
  shrink: (scenario, seed, failure) => shrink({ scenario, seed, failure, run: runSeed }),
  explore: exploreCell,
  play: playIsolation,
  measure,
  testCommit,
  timeElections,
  record: recordRun
}

worker(jobs)
