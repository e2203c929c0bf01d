/** What a worker beside the lab's own simulates. */
import type { RecordingBytes } from '../src-main/lab/recording/recording-archive'
import type { SweepJobs } from '../src-main/sweep/jobs'
import type { Scenario } from '../src-shared/scenario/schema'

export type StudyJobs = Pick<SweepJobs, 'explore' | 'play' | 'measure' | 'testCommit' | 'timeElections'> & {
  readonly record: (scenario: Scenario, seed: number) => Promise<RecordingBytes>
}
