import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { encodeBatches, encodeEnd } from '../../src-shared/wire/event-batches'
import { EventReader } from '../lab/recording/read-recording'
import { folderSource } from '../lab/recording/recording-folder'

/** Events for a page, see `wire/event-batches.ts`. */
export type EventChunks = AsyncIterable<Uint8Array>

/** Sends chunks as fast as the page takes them. */
export async function sendEvents(
  response: ServerResponse,
  chunks: EventChunks,
  headers: Readonly<Record<string, string>>
): Promise<void> {
  response.writeHead(200, { ...headers, 'Content-Type': 'application/octet-stream' })
  // A page that leaves in the middle is no error of ours.
  await pipeline(Readable.from(chunks, { highWaterMark: 1 }), response).catch(() => response.destroy())
}

/** All events of a recording, a part at a time, and what is wrong with them. */
export async function* recordedEvents(folder: string): AsyncGenerator<Uint8Array> {
  const reader = new EventReader(folderSource(folder))
  for await (const events of reader.batches()) yield* encodeBatches(events)
  yield encodeEnd({ notices: reader.notices() })
}
