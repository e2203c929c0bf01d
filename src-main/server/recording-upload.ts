import type { IncomingMessage } from 'node:http'
import { labCommandSchema } from '../../src-shared/lab-api'
import type { CommandAnswer } from '../../src-shared/lab-api'
import { ARCHIVE_BYTES_MAX } from '../lab/recording/recording-archive'
import type { LabPort } from './lab-port'
import { firstIssue } from './page-server'

/** An upload that is refused, with the status of the answer; the message is one sentence for a person. */
export class UploadError extends Error {
  override readonly name = 'UploadError'

  constructor(
    readonly status: number,
    message: string
  ) {
    super(message)
  }
}

/** Takes in recordings that a page sends over HTTP: its socket's messages are too short for them. */
export class RecordingUpload {
  #under_way = false

  constructor(private readonly lab: LabPort) {}

  /** Reads the request's body, and answers as the command `import-recording` does. `name`: of the file. Rejects with {@link UploadError}. */
  async receive(request: IncomingMessage, name: string): Promise<CommandAnswer> {
    // Each is held in memory until it is unpacked.
    if (this.#under_way) throw new UploadError(429, 'Another recording is being taken in: try again when it is there.')
    this.#under_way = true
    try {
      const command = { command: 'import-recording', name, archive: await bodyOf(request) }
      const parsed = labCommandSchema.safeParse(command)
      if (!parsed.success) return { ok: false, error: `This recording cannot be taken in: ${firstIssue(parsed.error)}` }
      return await this.lab.command(parsed.data)
    } catch (error) {
      if (error instanceof UploadError) throw error
      return { ok: false, error: error instanceof Error ? error.message : String(error) }
    } finally {
      this.#under_way = false
    }
  }
}

/** The parser of HTTP lets no more bytes through than the header tells. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const length = Number(request.headers['content-length'])
  if (!Number.isSafeInteger(length)) throw new UploadError(411, 'The length of a recording must be told before it is sent.')
  if (length > ARCHIVE_BYTES_MAX)
    throw new UploadError(413, `A recording may have ${ARCHIVE_BYTES_MAX / (1024 * 1024)} MiB at most: this one has more.`)
  const body = new Uint8Array(length)
  let at = 0
  for await (const part of request as AsyncIterable<Uint8Array>) {
    body.set(part, at)
    at += part.length
  }
  return body
}
