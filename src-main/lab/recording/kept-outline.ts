/** The outline of a long recording, made when the run is over and kept beside its events: making it takes seconds, reading it none. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { version } from '../../../package.json'
import { encodeBatches, encodeEnd } from '../../../src-shared/wire/event-batches'
import { OutlineReader } from './outline'
import { folderSource } from './recording-folder'

/** Another version of the program may tell events in another way, so it reads its own alone. */
const FILE = `outline-${version}.gz`
/** Fast rather than small, as the recording. */
const GZIP_LEVEL = 1

/** The outline as bytes for a page, see `wire/event-batches.ts`: as it is kept, or made from all events. */
export function outlineChunks(folder: string): AsyncIterable<Uint8Array> {
  const path = join(folder, FILE)
  return existsSync(path) ? createReadStream(path).pipe(createGunzip()) : makeOutline(folder)
}

/** Makes the outline of a recording that is whole. It can be made again from that, so what goes wrong leaves no more than a slow opening. */
export async function keepOutline(folder: string): Promise<void> {
  const path = join(folder, FILE)
  const unfinished = `${path}.unfinished`
  try {
    await pipeline(Readable.from(makeOutline(folder)), createGzip({ level: GZIP_LEVEL }), createWriteStream(unfinished))
    await rename(unfinished, path)
  } catch {
    await rm(unfinished, { force: true })
  }
}

async function* makeOutline(folder: string): AsyncGenerator<Uint8Array> {
  const reader = new OutlineReader(folderSource(folder))
  for await (const events of reader.batches()) yield* encodeBatches(events)
  yield encodeEnd({ notices: [], outlined: reader.outlined })
}
