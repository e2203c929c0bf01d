import type { Judgement, Model } from '../../src-shared/consistency'
import type { CommandAnswer, OpenedRecording, RecordingListing } from '../../src-shared/lab-api'
import type { ForkMark, RecordingLabel } from '../../src-shared/recording-label'
import type { Lab } from '../lab/lab'
import type { RecordingContent } from '../lab/recording/read-recording'
import type { RunRequest } from '../lab/run/run-request'
import type { RunReport } from '../lab/run/session'
import type { OwnScenarios } from '../lab/scenario-files/own-scenarios'
import type { ExportFormat } from '../report/export-files'
import type { ReportExtras } from '../report/html-report'
import type { RecordedOperation } from '../workload/history'
import type { Comparisons } from './comparisons'
import type { Elections } from './elections'
import type { CommitWindows } from './commit-windows'
import type { Explorer } from './explorer'
import type { IsolationPlays } from './isolation-plays'
import type { Pacelc } from './pacelc-measurements'
import type { ShippedResources } from './shipped-resources'

/** Where recordings are kept: a folder, or a tab's memory. What cannot be done rejects with `LabError` or `RecordingError`. */
export interface RecordingStore {
  /** Where the run that begins now is kept, as far as that has to be said. */
  newFolder(): Pick<RunRequest, 'out' | 'warning'>
  /** The id of the recording in this place; null: it is not kept here. */
  idOf(place: string): string | null
  /** Newest first. `running`: places that are being written to, which are left out. */
  list(running: readonly string[]): Promise<RecordingListing[]>
  /** Those that can be had back. */
  listDeleted(): Promise<RecordingListing[]>
  open(id: string): Promise<OpenedRecording>
  /** Takes in one that was exported as one file, of this name; answers its id. */
  take(name: string, archive: Uint8Array): Promise<string>
  /** All of it. */
  read(id: string): Promise<RecordingContent>
  label(id: string, label: RecordingLabel): void
  /** Writes down what its run branched off. */
  markFork(id: string, forked_from: ForkMark): void
  delete(id: string): void
  restore(id: string): void
}

/** Hands files to whoever asked; the answer says where they are. */
export interface Exporter {
  exportRun(report: RunReport, formats: readonly ExportFormat[], extras: ReportExtras): Promise<CommandAnswer>
  /** `recording`: to which the page belongs; null: to none. */
  exportPage(name: string, text: string, recording: string | null): Promise<CommandAnswer>
}

/** Everything that a page command may use. */
export interface CommandContext {
  readonly lab: Lab
  readonly shipped: ShippedResources
  readonly own: OwnScenarios
  readonly recordings: RecordingStore
  readonly exporter: Exporter
  readonly comparisons: Pick<Comparisons, 'begin' | 'cancel' | 'progress' | 'busy'>
  readonly explorer: Pick<Explorer, 'after' | 'more' | 'findingsSoFar'>
  readonly isolation: Pick<IsolationPlays, 'after' | 'findingsSoFar'>
  readonly pacelc: Pick<Pacelc, 'after' | 'findingsSoFar'>
  readonly elections: Pick<Elections, 'after' | 'findingsSoFar'>
  readonly commit_windows: Pick<CommitWindows, 'after' | 'findingsSoFar'>
  /** Holds a history against models, in their order. */
  judge(history: readonly RecordedOperation[], models: readonly Model[]): Promise<readonly Judgement[]>
  /** Leaves it undecided. Absent where judging and commands share a thread. */
  cancelJudging?(): void
}
