import type { Scenario } from '../../src-shared/scenario/schema'

/** Records runs beside the lab's own, several at once. Used once. */
export interface RunRecorder {
  /** Ids of the recordings, in the order of the runs. */
  readonly ids: readonly string[]
  /** Where they are kept. */
  readonly places: readonly string[]
  /** Simulates the scenario to its end. Rejects when it cannot be recorded. */
  record(run: number, scenario: Scenario): Promise<void>
  /** Ends what is under way. */
  close(): Promise<void>
  /** Removes what was recorded. */
  forget(): void
}

/** For so many runs. Throws `LabError` where nothing can be recorded. */
export type CreateRunRecorder = (runs: number) => RunRecorder
