/** Comparisons, the explorer, measurements and tests of commit, beside the lab and its run. See `study-pool.ts` for the other end. */
import { worker } from 'workerpool'
import { MemoryRecording } from '../src-main/lab/recording/recording-in-memory'
import { testCommit } from '../src-main/sweep/commit-window/test-commit'
import { timeElections } from '../src-main/sweep/elections/time-elections'
import { exploreCell } from '../src-main/sweep/explore/cell'
import { playIsolation } from '../src-main/sweep/explore/play-isolation'
import { measure } from '../src-main/sweep/pacelc/measure'
import { recordedText, recordInto } from '../src-main/sweep/record-into'
import type { StudyJobs } from './study-jobs'

const jobs: StudyJobs = {
  explore: exploreCell,
  play: playIsolation,
  measure,
  testCommit,
  timeElections,
  async record(scenario, seed) {
    const notices: string[] = []
    const recording = new MemoryRecording('', recordedText(scenario, seed), (_level, text) => void notices.push(text))
    await recordInto(recording, scenario, seed, notices)
    return recording.files()
  }
}

worker(jobs)
