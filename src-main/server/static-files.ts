import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import send from '@fastify/send'

const OPTIONS = { index: false, cacheControl: false, etag: false, lastModified: false } as const
/** Answers to a request for a part that the file does not have. */
const RANGE_NOT_SATISFIABLE = 416

/**
 * Answers with the file of the folder that a URL's path names, or the part of it that is asked for; a file that is being written is
 * sent as long as it is now. False when there is none, and then nothing has been sent.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: { readonly folder: string; readonly path: string },
  headers: Readonly<Record<string, string>>
): Promise<boolean> {
  const answer = await send(request, file.path, { ...OPTIONS, root: file.folder })
  if (answer.type !== 'file' && answer.statusCode !== RANGE_NOT_SATISFIABLE) return false
  response.writeHead(answer.statusCode, { ...answer.headers, ...headers })
  // The library reads a byte of a file that was empty when it looked, and has grown since.
  if (Number(answer.headers['Content-Length']) === 0) {
    answer.stream.destroy()
    response.end()
    return true
  }
  // A page that leaves in the middle is no error of ours.
  await pipeline(answer.stream, response).catch(() => response.destroy())
  return true
}
