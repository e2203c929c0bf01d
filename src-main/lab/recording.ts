import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ZlibOptions } from 'node:zlib'
import { version } from '../../package.json'
import { isMessageEvent } from '../../src-shared/events'
import type { EventOf, LabEvent } from '../../src-shared/events'
import type { RunResult } from '../../src-shared/result'
import { diskReason } from './disk-errors'

/** The files of a recording. `about` says what wrote it, see {@link RecordingAbout}. */
export const RECORDING_FILES = {
  about: 'recording.json',
  scenario: 'scenario.yaml',
  events: 'events.jsonl.gz',
  history: 'history.jsonl',
  result: 'result.json'
} as const

/** Counts ways to write a recording that readers of the one before would misread. */
export const RECORDING_FORMAT = 1

/** Which program wrote a recording, and how; there from its first moment. */
export interface RecordingAbout {
  readonly format: number
  readonly version: string
}

/** Beyond the message events that are kept whole, one message in so many is kept, with all of its events. */
const KEEP_ONE_IN = 16
/** A killed lab leaves a readable file that lacks about this much, in wall time whatever the run's pace. */
const PART_EVERY_MS = 1000
/** A part is compressed by itself, as a gzip member of its own: damage stays within it. */
const PART_CHARACTERS = 256 * 1024
const DEFAULT_BOUNDS = { message_events_max: 1_000_000, waiting_bytes_max: 64 * 1024 * 1024 }
/** Fast rather than small: this runs beside the cluster. */
const GZIP_LEVEL = 3
const compress = promisify<string, ZlibOptions, Buffer>(gzip)

export interface RecordingOptions {
  /** An existing, empty, writable folder. */
  readonly folder: string
  /** Text of the scenario file. */
  readonly scenario: string
  /** Told what a reader must know: that messages are sampled, or that the disk is full and recording has stopped. */
  readonly onNotice: (level: 'info' | 'warning' | 'error', text: string) => void
  /** Opens a file for writing. */
  readonly open?: (path: string) => Writable
  /** Message events kept whole, and text that may wait for the disk; by default a million and 64 MiB. */
  readonly bounds?: { readonly message_events_max: number; readonly waiting_bytes_max: number }
}

/** Writes a run to its folder as it happens. A disk that fails ends the recording, not the run; what is written stays. */
export class Recording {
  readonly folder: string
  private readonly events: Writable
  /** What is written once, at the beginning. */
  private readonly opened: Promise<unknown>
  private readonly timer: NodeJS.Timeout
  private readonly bounds
  /** The part that is being gathered, and those that wait to be compressed and written. */
  private text = ''
  private readonly waiting: string[] = []
  private waiting_bytes = 0
  private writing: Promise<void> | null = null
  private message_events = 0
  private skips = false
  private ended = false
  /** Why it lacks something, one sentence; null while all is well. */
  error: string | null = null

  constructor(private readonly options: RecordingOptions) {
    const { folder, open = createWriteStream, bounds = DEFAULT_BOUNDS } = options
    this.folder = folder
    this.bounds = bounds
    const about: RecordingAbout = { format: RECORDING_FORMAT, version }
    this.events = open(join(folder, RECORDING_FILES.events))
    this.events.on('error', (error: Error) => this.fail(error))
    this.opened = Promise.all([
      this.writeText(RECORDING_FILES.about, `${JSON.stringify(about)}\n`),
      this.writeText(RECORDING_FILES.scenario, options.scenario)
    ])
    this.timer = setInterval(() => this.endPart(), PART_EVERY_MS)
  }

  /** Characters that wait for the disk. */
  get lag(): number {
    return this.waiting_bytes
  }

  /** Records a batch of the stream. */
  add(events: readonly LabEvent[]): void {
    if (this.ended || this.error !== null) return
    for (const event of events) {
      if (!this.keeps(event)) continue
      this.text += `${JSON.stringify(event)}\n`
      if (this.text.length >= PART_CHARACTERS) this.endPart()
    }
  }

  /** Writes history and result and closes the files. `history` is the text of `history.jsonl`. */
  async close(history: string, result: RunResult): Promise<void> {
    await this.end()
    if (this.error === null) await this.writeText(RECORDING_FILES.history, history)
    await this.writeText(RECORDING_FILES.result, `${JSON.stringify(result, null, 2)}\n`)
  }

  /** Ends without a result: what is written so far stays readable. */
  async abandon(): Promise<void> {
    await this.end()
  }

  /** Writes what waits and closes the file of events. */
  private async end(): Promise<void> {
    clearInterval(this.timer)
    this.endPart()
    this.ended = true
    await Promise.all([this.opened, this.writing])
    if (this.error === null) await new Promise<void>((done) => this.events.end(() => done()))
  }

  private endPart(): void {
    if (this.ended || this.error !== null || this.text === '') return
    this.waiting.push(this.text)
    this.waiting_bytes += this.text.length
    this.text = ''
    this.writing ??= this.write()
      .catch((error: Error) => this.fail(error))
      .finally(() => (this.writing = null))
  }

  private async write(): Promise<void> {
    for (let part; (part = this.waiting.shift()) !== undefined;) {
      const bytes = await compress(part, { level: GZIP_LEVEL })
      // An error comes by its event, too.
      if (this.error === null) await new Promise((done) => this.events.write(bytes, done))
      if (this.error !== null) return
      this.waiting_bytes -= part.length
    }
  }

  private async writeText(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text).catch((error: Error) => this.fail(error))
  }

  private keeps(event: LabEvent): boolean {
    if (!isMessageEvent(event)) return true
    const { message_events_max, waiting_bytes_max } = this.bounds
    if (this.waiting_bytes > waiting_bytes_max) {
      this.reportSkips()
      return false
    }
    if (++this.message_events === message_events_max + 1) this.reportSampling()
    return this.message_events <= message_events_max || (event as EventOf<'sent'>).n % KEEP_ONE_IN === 0
  }

  private reportSampling(): void {
    const whole = this.bounds.message_events_max.toLocaleString('en')
    this.options.onNotice(
      'warning',
      `The recording has ${whole} message events; from here on it keeps one message in ${KEEP_ONE_IN}.`
    )
  }

  /** Once: while the run goes on, so that stream and result say it, too. */
  private reportSkips(): void {
    if (this.skips) return
    this.skips = true
    this.options.onNotice(
      'warning',
      'The disk is too slow for the recording: from here on message events are left out whenever it lags.'
    )
  }

  private fail(error: Error): void {
    if (this.error !== null) return
    clearInterval(this.timer)
    this.text = ''
    this.waiting.length = 0
    this.waiting_bytes = 0
    this.events.destroy()
    this.error = `Recording to ${this.folder} stopped: ${diskReason(error)}. What was recorded before is kept.`
    this.options.onNotice('warning', this.error)
  }
}
