import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { constants, createGunzip } from 'node:zlib'
import type { LabEvent } from '../../src-shared/events'
import type { RunResult } from '../../src-shared/result'
import { RECORDING_FILES } from './recording'

/** More than any recording of ours has. */
const EVENTS_MAX = 20_000_000

export interface RecordingContent {
  /** Text of the scenario file. */
  readonly scenario: string
  readonly events: readonly LabEvent[]
  /** null when the run was cut short. */
  readonly result: RunResult | null
  /** Whether events are missing from between the others, not only after the last one. */
  readonly has_holes: boolean
  /** What is missing, in plain sentences; empty for a whole recording. */
  readonly notices: readonly string[]
}

/** The folder is no recording; the message is one sentence. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}

/** Reads a recording; one that was cut short is read up to there, with a notice. Throws {@link RecordingError}. */
export async function readRecording(folder: string): Promise<RecordingContent> {
  const scenario = await readFile(join(folder, RECORDING_FILES.scenario), 'utf8').catch(() => {
    throw new RecordingError(`${folder}: this folder is no recording; ${RECORDING_FILES.scenario} is missing or cannot be read`)
  })
  const notices: string[] = []
  const { events, has_holes } = await readEvents(join(folder, RECORDING_FILES.events), notices)
  const result = await readResult(join(folder, RECORDING_FILES.result), notices)
  return { scenario, events, result, has_holes, notices }
}

async function readEvents(path: string, notices: string[]): Promise<{ events: LabEvent[]; has_holes: boolean }> {
  const events: LabEvent[] = []
  // With this flush a file without its end still gives all that is in it.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  const file = createReadStream(path).on('error', (error) => gunzip.destroy(error))
  file.pipe(gunzip)
  let unreadable = 0
  let has_holes = false
  try {
    for await (const line of lines(gunzip)) {
      const event = parseEvent(line)
      if (!event) {
        unreadable++
        continue
      }
      has_holes ||= unreadable > 0
      events.push(event)
      if (events.length >= EVENTS_MAX) throw new Error(`it has more than ${EVENTS_MAX} events`)
    }
  } catch (error) {
    notices.push(`The events are cut short after ${describePlace(events)}: ${(error as Error).message}.`)
  } finally {
    file.destroy()
  }
  if (unreadable > 0)
    notices.push(`${unreadable} lines of the events could not be read; the last good one is ${describePlace(events)}.`)
  if (!events.some(({ kind }) => kind === 'run-ended')) notices.push('The recording ends before the run did.')
  return { events, has_holes }
}

async function* lines(stream: Readable): AsyncGenerator<string> {
  const failure = new Promise<never>((_, reject) => stream.once('error', reject))
  failure.catch(() => {})
  // readline hides the errors of its input.
  const reader = createInterface({ input: stream, crlfDelay: Infinity })[Symbol.asyncIterator]()
  for (;;) {
    const { value, done } = await Promise.race([reader.next(), failure])
    if (done) return
    yield value as string
  }
}

function parseEvent(line: string): LabEvent | null {
  try {
    const event = JSON.parse(line) as Partial<LabEvent> | null
    const known = typeof event?.t === 'number' && typeof event.seq === 'number' && typeof event.kind === 'string'
    return known ? (event as LabEvent) : null
  } catch {
    return null
  }
}

function describePlace(events: readonly LabEvent[]): string {
  const last = events.at(-1)
  return last ? `event ${last.seq} at ${(last.t / 1e6).toFixed(3)} s` : 'the very beginning'
}

async function readResult(path: string, notices: string[]): Promise<RunResult | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as RunResult
  } catch (error) {
    notices.push(`There is no result: ${(error as Error).message}.`)
    return null
  }
}
