/** What a recording is made of, wherever it is kept. */
import type { RecordedPart } from './recorded-part'

/** The files of a recording. `about` says what wrote it, see {@link RecordingAbout}. */
export const RECORDING_FILES = {
  about: 'recording.json',
  scenario: 'scenario.yaml',
  events: 'events.jsonl.gz',
  history: 'history.jsonl',
  result: 'result.json'
} as const

/** Counts ways to write a recording that readers of the one before would misread. */
export const RECORDING_FORMAT = 2

/** Which program wrote a recording, and how; there from its first moment. */
export interface RecordingAbout {
  readonly format: number
  readonly version: string
}

/** The files of one recording, to be read. */
export interface RecordingSource {
  /** For errors: where it is. */
  readonly name: string
  /** Rejects where there is no such file, or it is too long. */
  readText(file: string): Promise<string>
  /** Its events, segment by segment; in any case one. */
  segments(): readonly AsyncIterable<RecordedPart>[]
}
