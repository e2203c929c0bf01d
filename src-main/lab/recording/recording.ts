import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { version } from '../../../package.json'
import { isMessageEvent } from '../../../src-shared/events'
import type { LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'
import { diskReason } from './disk-errors'
import { keepOutline } from './kept-outline'
import { compressPart, joinSegments, segmentName, thinSegment } from './recorded-segments'
import { RECORDING_FILES, RECORDING_FORMAT } from './recording-files'
import type { RecordingAbout } from './recording-files'

/** A killed lab leaves a readable file that lacks about this much, in wall time whatever the run's pace. */
const PART_EVERY_MS = 1000
/** A part is compressed by itself, as a gzip member of its own: damage stays within it. */
const PART_CHARACTERS = 256 * 1024

export interface RecordingBounds {
  /** Message events in one segment of the file. */
  readonly segment_messages: number
  /** Newest segments that keep all of their messages. */
  readonly whole_segments: number
  /** Characters that may wait for the disk, while messages wait with them. */
  readonly waiting_max: number
  /** Characters that may wait at all. */
  readonly queue_max: number
  /** Characters from which on an outline is kept beside the events; of fewer one is made in no time. */
  readonly outline_from: number
}

const MIB = 1024 * 1024
/** A million message events are whole at least. */
export const RECORDING_BOUNDS: RecordingBounds = {
  segment_messages: 250_000,
  whole_segments: 4,
  waiting_max: 48 * MIB,
  queue_max: 64 * MIB,
  outline_from: 16 * MIB
}

export interface RecordingOptions {
  /** An existing, empty, writable folder. */
  readonly folder: string
  /** Text of the scenario file. */
  readonly scenario: string
  /** Told what a reader must know: that the disk lags, or that it is full and recording has stopped. */
  readonly onNotice: (level: 'info' | 'warning' | 'error', text: string) => void
  /** Opens a file for writing. */
  readonly open?: (path: string) => Writable
  readonly bounds?: RecordingBounds
}

/**
 * Writes a run to its folder as it happens. Of a long run the newest minutes keep all messages, older segments of the file one in a few
 * (see {@link thinSegment}). A disk that fails ends the recording, not the run; what is written stays.
 */
export class Recording {
  readonly folder: string
  private events: Writable
  /** What is written once, at the beginning. */
  private readonly opened: Promise<unknown>
  private readonly timer: NodeJS.Timeout
  private readonly bounds
  /** The part that is being gathered, and those that wait to be compressed and written. */
  private text = ''
  private part_messages = 0
  private readonly waiting: Part[] = []
  private waiting_characters = 0
  private writing: Promise<void> | null = null
  private thinning: Promise<void> = Promise.resolve()
  private written_characters = 0
  private segments = 1
  private segment_messages = 0
  private skips = false
  /** Events left out since the last one that was taken, and before the next one. */
  private lost = 0
  private ended = false
  /** Why it lacks something, one sentence; null while all is well. */
  error: string | null = null

  constructor(private readonly options: RecordingOptions) {
    const { folder, bounds = RECORDING_BOUNDS } = options
    this.folder = folder
    this.bounds = bounds
    const about: RecordingAbout = { format: RECORDING_FORMAT, version }
    this.events = this.openSegment()
    this.opened = Promise.all([
      this.writeText(RECORDING_FILES.about, `${JSON.stringify(about)}\n`),
      this.writeText(RECORDING_FILES.scenario, options.scenario)
    ])
    this.timer = setInterval(() => this.endPart(), PART_EVERY_MS)
  }

  /** Characters that wait for the disk. */
  get lag(): number {
    return this.waiting_characters
  }

  /** Records a batch of the stream. */
  add(events: readonly LabEvent[]): void {
    if (this.ended || this.error !== null) return
    for (const event of events) if (this.hasRoomFor(event)) this.take(event)
  }

  /** Writes history and result and closes the files. `history` is the text of `history.jsonl`. */
  async close(history: string, result: RunResult): Promise<void> {
    await this.end()
    if (this.error === null) await this.writeText(RECORDING_FILES.history, history)
    await this.writeText(RECORDING_FILES.result, `${JSON.stringify(result, null, 2)}\n`)
    if (this.error === null && this.written_characters >= this.bounds.outline_from) await keepOutline(this.folder)
  }

  /** Ends without a result: what is written so far stays readable. */
  async abandon(): Promise<void> {
    await this.end()
  }

  /** Writes what waits and makes one file of all events. */
  private async end(): Promise<void> {
    clearInterval(this.timer)
    this.endPart()
    this.ended = true
    await Promise.all([this.opened, this.writing])
    await this.thinning
    if (this.error !== null) return
    await closed(this.events)
    await joinSegments(this.folder).catch((error: Error) => this.fail(error))
  }

  private take(event: LabEvent): void {
    if (this.lost > 0) this.takeGap(event)
    this.text += `${JSON.stringify(event)}\n`
    if (isMessageEvent(event)) this.part_messages += 1
    if (this.text.length >= PART_CHARACTERS) this.endPart()
  }

  /** In the place of the last event that was left out. */
  private takeGap({ t, seq }: LabEvent): void {
    const gap: LabEvent = { t, seq: seq - 1, kind: 'gap', source: 'recording', lost: this.lost }
    this.lost = 0
    this.text += `${JSON.stringify(gap)}\n`
  }

  private endPart(): void {
    if (this.ended || this.error !== null || this.text === '') return
    this.waiting.push({ text: this.text, messages: this.part_messages })
    this.waiting_characters += this.text.length
    this.text = ''
    this.part_messages = 0
    this.writing ??= this.write()
      .catch((error: Error) => this.fail(error))
      .finally(() => (this.writing = null))
  }

  private async write(): Promise<void> {
    for (let part; (part = this.waiting.shift()) !== undefined;) {
      const bytes = await compressPart(part.text)
      // An error comes by its event, too.
      if (this.error === null) await new Promise((done) => this.events.write(bytes, done))
      if (this.error !== null) return
      this.waiting_characters -= part.text.length
      this.written_characters += part.text.length
      this.segment_messages += part.messages
      if (this.segment_messages >= this.bounds.segment_messages) await this.nextSegment()
    }
  }

  private openSegment(): Writable {
    const { open = createWriteStream } = this.options
    const events = open(join(this.folder, segmentName(this.segments)))
    events.on('error', (error: Error) => this.fail(error))
    return events
  }

  private async nextSegment(): Promise<void> {
    await closed(this.events)
    this.segments += 1
    this.segment_messages = 0
    this.events = this.openSegment()
    const old = this.segments - this.bounds.whole_segments - 1
    if (old < 1) return
    this.thinning = this.thinning
      .then(() => thinSegment(join(this.folder, segmentName(old))))
      .catch((error: Error) => this.fail(error))
  }

  private async writeText(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text).catch((error: Error) => this.fail(error))
  }

  /** While the disk lags, messages are left out, and when that is not enough, all else. */
  private hasRoomFor(event: LabEvent): boolean {
    if (this.waiting_characters <= this.bounds.waiting_max) return true
    if (this.waiting_characters <= this.bounds.queue_max && !isMessageEvent(event)) return true
    this.reportSkips()
    if (!isMessageEvent(event)) this.lost += 1
    return false
  }

  /** Once: while the run goes on, so that stream and result say it, too. */
  private reportSkips(): void {
    if (this.skips) return
    this.skips = true
    this.options.onNotice(
      'warning',
      'The disk is too slow for the recording: from here on events are left out whenever it lags, messages first.'
    )
  }

  private fail(error: Error): void {
    if (this.error !== null) return
    clearInterval(this.timer)
    this.text = ''
    this.waiting.length = 0
    this.waiting_characters = 0
    this.events.destroy()
    this.error = `Recording to ${this.folder} stopped: ${diskReason(error)}. What was recorded before is kept.`
    this.options.onNotice('warning', this.error)
  }
}

/** Text that is compressed and written at once. */
interface Part {
  readonly text: string
  readonly messages: number
}

function closed(file: Writable): Promise<void> {
  return new Promise((done) => file.end(() => done()))
}
