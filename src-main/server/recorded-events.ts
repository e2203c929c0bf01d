import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { encodeBatches } from '../../src-shared/wire/event-batches'
import { EventReader } from '../lab/read-recording'

/** Sends the events of a recording as `encodeBatches` makes them, a part at a time, as fast as the page takes them. */
export async function sendRecordedEvents(
  response: ServerResponse,
  folder: string,
  headers: Readonly<Record<string, string>>
): Promise<void> {
  response.writeHead(200, { ...headers, 'Content-Type': 'application/octet-stream' })
  // A page that leaves in the middle is no error of ours.
  await pipeline(Readable.from(batches(folder), { highWaterMark: 1 }), response).catch(() => response.destroy())
}

async function* batches(folder: string): AsyncGenerator<Uint8Array> {
  for await (const events of new EventReader(folder).batches()) yield* encodeBatches(events)
}
