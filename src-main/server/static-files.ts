import { open } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.jsonl': 'application/x-ndjson',
  '.csv': 'text/csv; charset=utf-8',
  '.yaml': 'application/yaml',
  '.gz': 'application/gzip'
}

/** The file that a URL path names within the folder, or null when it points anywhere else. */
export function fileWithin(folder: string, path: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const file = join(folder, decoded)
  return file.startsWith(folder + sep) ? file : null
}

/** Sends a file, of one that is being written as much as it has now; false when there is none, and then nothing has been sent. */
export async function sendFile(
  response: ServerResponse,
  path: string,
  headers: Readonly<Record<string, string>>
): Promise<boolean> {
  const file = await open(path).catch(() => null)
  const found = await file?.stat()
  if (!file || !found?.isFile()) {
    await file?.close()
    return false
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
    'Content-Length': found.size
  })
  const content = found.size === 0 ? Readable.from([]) : file.createReadStream({ end: found.size - 1, autoClose: false })
  // A page that leaves in the middle is no error of ours.
  await pipeline(content, response).catch(() => response.destroy())
  await file.close()
  return true
}
