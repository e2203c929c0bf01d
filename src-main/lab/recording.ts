import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import { isMessageEvent } from '../../src-shared/events'
import type { EventOf, LabEvent } from '../../src-shared/events'
import type { RunResult } from '../../src-shared/result'
import { diskReason } from './disk-errors'

/** The files of a recording. */
export const RECORDING_FILES = {
  scenario: 'scenario.yaml',
  events: 'events.jsonl.gz',
  history: 'history.jsonl',
  result: 'result.json'
} as const

/** Beyond the message events that are kept whole, one message in so many is kept, with all of its events. */
const KEEP_ONE_IN = 16
/** A killed lab leaves a readable file that lacks about this much. */
const FLUSH_EVERY_MS = 1000
const DEFAULT_BOUNDS = { message_events_max: 1_000_000, waiting_bytes_max: 64 * 1024 * 1024 }
/** Fast rather than small: this runs beside the cluster. */
const GZIP_LEVEL = 3

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
  private readonly gzip = createGzip({ level: GZIP_LEVEL })
  private readonly events: Writable
  private readonly timer: NodeJS.Timeout
  private readonly bounds
  private message_events = 0
  private skips = false
  private ended = false
  /** Why it lacks something, one sentence; null while all is well. */
  error: string | null = null

  constructor(private readonly options: RecordingOptions) {
    const { folder, open = createWriteStream, bounds = DEFAULT_BOUNDS } = options
    this.folder = folder
    this.bounds = bounds
    this.events = open(join(folder, RECORDING_FILES.events))
    for (const stream of [this.events, this.gzip]) stream.on('error', (error: Error) => this.fail(error))
    this.gzip.pipe(this.events)
    void writeFile(join(folder, RECORDING_FILES.scenario), options.scenario).catch((error: Error) => this.fail(error))
    this.timer = setInterval(() => this.flush(), FLUSH_EVERY_MS)
  }

  /** Records a batch of the stream. */
  add(events: readonly LabEvent[]): void {
    if (this.ended || this.error !== null) return
    let text = ''
    for (const event of events) {
      if (this.keeps(event)) text += `${JSON.stringify(event)}\n`
    }
    if (text) this.gzip.write(text)
  }

  /** Writes history and result and closes the files. `history` is the text of `history.jsonl`. */
  async close(history: string, result: RunResult): Promise<void> {
    clearInterval(this.timer)
    try {
      this.ended = true
      if (this.error === null) {
        this.gzip.end()
        await finished(this.events)
        await writeFile(join(this.folder, RECORDING_FILES.history), history)
      }
      await writeFile(join(this.folder, RECORDING_FILES.result), `${JSON.stringify(result, null, 2)}\n`)
    } catch (error) {
      this.fail(error as Error)
    }
  }

  /** Ends without a result: what is written so far stays readable. */
  async abandon(): Promise<void> {
    clearInterval(this.timer)
    if (this.ended || this.error !== null) return
    this.ended = true
    this.gzip.end()
    await finished(this.events).catch(() => {})
  }

  private keeps(event: LabEvent): boolean {
    if (!isMessageEvent(event)) return true
    const { message_events_max, waiting_bytes_max } = this.bounds
    if (this.gzip.writableLength > waiting_bytes_max) {
      this.reportSkips()
      return false
    }
    if (++this.message_events === message_events_max + 1) this.reportSampling()
    return this.message_events <= message_events_max || (event as EventOf<'sent'>).n % KEEP_ONE_IN === 0
  }

  private reportSampling(): void {
    const whole = this.bounds.message_events_max.toLocaleString('en')
    this.options.onNotice(
      'info',
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

  private flush(): void {
    if (!this.ended && this.error === null) this.gzip.flush(constants.Z_SYNC_FLUSH)
  }

  private fail(error: Error): void {
    if (this.error !== null) return
    clearInterval(this.timer)
    this.gzip.unpipe()
    this.events.destroy()
    this.error = `Recording to ${this.folder} stopped: ${diskReason(error)}. What was recorded before is kept.`
    this.options.onNotice('warning', this.error)
  }
}
