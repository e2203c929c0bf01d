import { version } from '../../../package.json'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { RunResult } from '../../../src-shared/result'
import { parseEvents } from './recorded-event'
import type { PartState } from './recorded-part'
import { RecordingError } from './recording-error'
import { RECORDING_FILES, RECORDING_FORMAT } from './recording-files'
import type { RecordingAbout, RecordingSource } from './recording-files'

/** More than any recording of ours has. */
const EVENTS_MAX = 20_000_000
/** Places of damage, and foreign kinds of events, that are told one by one. */
const PLACES_MAX = 5
const KIND_CHARACTERS_MAX = 40

/** A recording without its events. */
export interface RecordingFacts {
  /** Text of the scenario file; null when it is missing. */
  readonly scenario: string | null
  /** What wrote it; null when that is missing. */
  readonly about: RecordingAbout | null
  /** null when the run was cut short. */
  readonly result: RunResult | null
  /** What is missing or odd, in plain sentences. */
  readonly notices: readonly string[]
}

export interface RecordingContent extends RecordingFacts {
  readonly events: readonly LabEvent[]
  /** Whether events are missing from between the others, not only after the last one. */
  readonly has_gaps: boolean
}

/** Reads all of a recording; a damaged one as far as it goes, with notices. Throws {@link RecordingError}. */
export async function readRecording(source: RecordingSource): Promise<RecordingContent> {
  const facts = await readFacts(source)
  const reader = new EventReader(source)
  const events: LabEvent[] = []
  for await (const batch of reader.batches()) for (const event of batch) events.push(event)
  if (facts.scenario === null && events.length === 0) throw noRecording(source.name)
  return { ...facts, events, has_gaps: reader.has_gaps, notices: [...facts.notices, ...reader.notices()] }
}

/** That what is there has neither a scenario nor events. */
export function noRecording(name: string): RecordingError {
  return new RecordingError(
    `${name}: this is no recording; ${RECORDING_FILES.scenario} and ${RECORDING_FILES.events} are missing or cannot be read`
  )
}

/** Reads what a recording has besides its events. Never rejects: what is missing is null and told in a notice. */
export async function readFacts(source: RecordingSource): Promise<RecordingFacts> {
  const notices: string[] = []
  const scenario = await source.readText(RECORDING_FILES.scenario).catch(() => {
    notices.push(`${RECORDING_FILES.scenario} is missing or cannot be read: the run can be looked at, but not repeated.`)
    return null
  })
  const about = await readJson<RecordingAbout>(source, RECORDING_FILES.about).catch(() => null)
  if (about && about.format > RECORDING_FORMAT) {
    notices.push(
      `It is written in format ${about.format}, and this version (${version}) knows format ${RECORDING_FORMAT}: open it with Netsplit ${about.version} to see all of it.`
    )
  }
  const result = await readJson<RunResult>(source, RECORDING_FILES.result)
    .then(requireResult)
    .catch((error: unknown) => {
      notices.push(`There is no result: ${RECORDING_FILES.result} ${readReason(error)}.`)
      return null
    })
  return { scenario, about, result, notices }
}

/** Reads the events of one recording in order, a part at a time, and remembers what was wrong with them. Used once. */
export class EventReader {
  /** How the run began; null until that was read, or when it cannot be. */
  started: EventOf<'run-started'> | null = null
  last: LabEvent | null = null
  has_gaps = false
  private has_ended = false
  private failure: string | null = null
  private readonly damages: string[] = []
  private damaged_parts = 0
  private cut = false
  private unreadable = 0
  private unknown_count = 0
  private readonly unknown_kinds = new Set<string>()
  /** Something was lost since the last good event. */
  private lost = false
  private count = 0
  /** Where the segments before this one end: they may have its first events, too. */
  private segment_seq = 0
  /** Until when the recording has but some of the messages, µs; null: it has all. */
  private sampled_us: number | null = null
  private keep_one_in = 1

  constructor(private readonly source: RecordingSource) {}

  /**
   * The readable events. Where some are missing, a `gap` event tells how many at most: sampled messages count among them.
   */
  async *batches(): AsyncGenerator<readonly LabEvent[]> {
    try {
      for (const parts of this.source.segments()) {
        for await (const { texts, state } of parts) {
          const batch = this.take(texts, state)
          if (batch.length > 0) yield batch
          if ((this.count += batch.length) <= EVENTS_MAX) continue
          this.failure = `Only its first ${this.count.toLocaleString('en')} events are shown; it has more than that.`
          return
        }
        this.segment_seq = this.last?.seq ?? 0
      }
    } catch (error) {
      const what = this.last ? `The events end after ${place(this.last)}` : 'There are no events'
      this.failure = `${what}: ${RECORDING_FILES.events} ${readReason(error)}.`
    }
  }

  /** What a reader must know of the events, once they are read. */
  notices(): string[] {
    const more = this.damaged_parts - this.damages.length
    return [
      ...this.versionText(),
      ...(this.failure ? [this.failure] : []),
      ...this.damages,
      ...(more > 0 ? [`It is damaged in ${more} more places.`] : []),
      ...this.unreadableText(),
      ...this.unknownKindsText(),
      ...this.samplingText(),
      ...(this.has_ended || this.failure ? [] : [this.endText()])
    ]
  }

  private take(texts: readonly string[], state: PartState): LabEvent[] {
    const batch: LabEvent[] = []
    for (const event of parseEvents(texts)) {
      if (event && 'unknown_kind' in event) this.skip(event.unknown_kind)
      else if (event && event.seq > (this.last?.seq ?? 0)) this.accept(event, batch)
      else if (event && event.seq <= this.segment_seq) continue
      // Of a damaged part nothing after its first unreadable line can be trusted.
      else if (state !== 'whole') break
      else this.skipLine()
    }
    if (state === 'cut') this.cut = true
    if (state === 'damaged') this.damage()
    return batch
  }

  private accept(event: LabEvent, batch: LabEvent[]): void {
    const missing = event.seq - (this.last?.seq ?? 0) - 1
    if (this.lost) {
      this.has_gaps = true
      if (missing > 0) batch.push({ kind: 'gap', source: 'recording', lost: missing, t: event.t, seq: event.seq - 1 })
    }
    this.lost = false
    this.last = event
    if (event.kind === 'run-started') this.started ??= event
    if (event.kind === 'run-ended') this.has_ended = true
    if (event.kind === 'gap' && event.source === 'recording') this.has_gaps = true
    if (event.kind === 'sampling' && event.source === 'recording') this.noteSampling(event)
    batch.push(event)
  }

  private noteSampling({ t, keep_one_in }: EventOf<'sampling'>): void {
    this.sampled_us = t
    this.keep_one_in = Math.max(this.keep_one_in, keep_one_in)
  }

  private skipLine(): void {
    this.unreadable += 1
    this.lost = true
  }

  private skip(kind: string): void {
    this.unknown_count += 1
    if (this.unknown_kinds.size < PLACES_MAX) this.unknown_kinds.add(kind.slice(0, KIND_CHARACTERS_MAX))
  }

  private damage(): void {
    this.lost = true
    // What stands before the damage is believed, but nothing should be concluded from it.
    this.has_gaps = true
    this.damaged_parts += 1
    if (this.damages.length >= PLACES_MAX) return
    this.damages.push(
      `The file of events is damaged after ${place(this.last)}: up to a second of the run is missing there. If there is another copy of the recording, open that one.`
    )
  }

  private versionText(): string[] {
    if (!this.started || this.started.version === version) return []
    return [`It was made by Netsplit ${this.started.version}, and this is ${version}: some of it may look different here.`]
  }

  private unreadableText(): string[] {
    if (this.unreadable === 0) return []
    return [
      `${this.unreadable} lines of the events could not be read and were left out; the last good one is ${place(this.last)}.`
    ]
  }

  private unknownKindsText(): string[] {
    if (this.unknown_count === 0) return []
    const kinds = [...this.unknown_kinds].join(', ')
    return [`${this.unknown_count} events of kinds that this version does not know were passed over (${kinds}).`]
  }

  private samplingText(): string[] {
    if (this.sampled_us === null) return []
    const until = (this.sampled_us / 1e6).toFixed(3)
    return [`Up to ${until} s it has one message in ${this.keep_one_in}, and from there on all of them.`]
  }

  private endText(): string {
    const why = this.cut ? 'its file was cut off there' : 'the lab was ended at once, or still records'
    return `The recording ends before the run did, at ${place(this.last)}: ${why}. Everything up to there can be seen.`
  }
}

function place(event: LabEvent | null): string {
  return event ? `event ${event.seq} at ${(event.t / 1e6).toFixed(3)} s` : 'the very beginning'
}

async function readJson<T extends RecordingAbout>(source: RecordingSource, file: string): Promise<T> {
  const value = parseJson(await source.readText(file)) as Partial<T> | null
  if (typeof value?.format !== 'number' || typeof value.version !== 'string') throw new Error('does not say who wrote it')
  return value as T
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('is damaged')
  }
}

/** What screens and reports go through without asking. */
function requireResult(result: RunResult): RunResult {
  const { checks, expectations, faults, notices, metrics, operations } = result
  const whole = [checks, expectations, faults, notices].every(Array.isArray) && Boolean(metrics) && Boolean(operations)
  if (!whole) throw new Error('lacks some of its fields')
  // Recordings of older versions tell a fault's effects in its verdict alone.
  return { ...result, faults: faults.map((card) => ({ ...card, effects: card.effects ?? [] })) }
}

function readReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'is missing'
  return code ? `cannot be read (${code})` : message
}
