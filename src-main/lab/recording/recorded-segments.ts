/**
 * The file of events of a long run, in segments while it is written: `events.jsonl.gz`, `events-2.jsonl.gz` and so on, each a file of
 * gzip members by itself. Old segments are thinned; at the end of the run all become one file again.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ZlibOptions } from 'node:zlib'
import { isMessageEvent } from '../../../src-shared/events'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { readParts } from './recorded-parts'

/** Of an old segment's messages one in so many is kept, with all of its events. */
export const KEEP_ONE_IN = 16
/** Fast rather than small: this runs beside the cluster. */
const GZIP_LEVEL = 3
const compress = promisify<string, ZlibOptions, Buffer>(gzip)

/** A gzip member of its own. */
export function compressPart(text: string): Promise<Buffer> {
  return compress(text, { level: GZIP_LEVEL })
}

/** The file of a segment; they are numbered from 1. */
export function segmentName(number: number): string {
  return number === 1 ? 'events.jsonl.gz' : `events-${number}.jsonl.gz`
}

/** The segments of a recording that are there, in order; the first one in any case. */
export function segmentsOf(folder: string): string[] {
  const paths = [join(folder, segmentName(1))]
  for (let path; existsSync((path = join(folder, segmentName(paths.length + 1))));) paths.push(path)
  return paths
}

/**
 * Leaves one message in a few in a segment. Its first and last message that goes is replaced by a `sampling` event of the recording that
 * says so. The old file stays until the new one is whole.
 */
export async function thinSegment(path: string): Promise<void> {
  const thinned = `${path}.thinned`
  await pipeline(Readable.from(thinnedParts(path)), createWriteStream(thinned))
  await rename(thinned, path)
}

/** Makes one file of all segments. Cut short anywhere, no event is lost; some may stand in two of them. */
export async function joinSegments(folder: string): Promise<void> {
  const [first, ...others] = segmentsOf(folder)
  for (const path of others) await pipeline(createReadStream(path), createWriteStream(first!, { flags: 'a' }))
  // The last one first: what is left is always the beginning of the numbers.
  for (const path of others.reverse()) await unlink(path)
}

async function* thinnedParts(path: string): AsyncGenerator<Buffer> {
  /** The newest message that goes, and what stays behind it: whether another one goes later decides what takes its place. */
  let last: LabEvent | null = null
  let behind = ''
  let sampled = false
  for await (const { texts } of readParts(path)) {
    let kept = ''
    for (const line of texts.flatMap((text) => text.trimEnd().split('\n'))) {
      const event = JSON.parse(line) as LabEvent
      if (!isMessageEvent(event) || (event as EventOf<'sent'>).n % KEEP_ONE_IN === 0) {
        behind += `${line}\n`
        continue
      }
      if (last && !sampled) kept += samplingLine(last, KEEP_ONE_IN)
      sampled ||= last !== null
      kept += behind
      behind = ''
      last = event
    }
    if (kept !== '') yield await compressPart(kept)
  }
  yield await compressPart(last ? samplingLine(last, 1) + behind : behind)
}

function samplingLine({ t, seq }: LabEvent, keep_one_in: number): string {
  const sampling: LabEvent = { t, seq, kind: 'sampling', source: 'recording', keep_one_in }
  return `${JSON.stringify(sampling)}\n`
}
