import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { encodeBatches, encodeEnd } from '../../src-shared/wire/event-batches'
import { EventReader } from '../lab/recording/read-recording'

/** Sends the events of a recording and what is wrong with them (see `wire/event-batches.ts`), a part at a time, as fast as the page takes them. */
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
  const reader = new EventReader(folder)
  for await (const events of reader.batches()) yield* encodeBatches(events)
  yield encodeEnd({ notices: reader.notices() })
}
