import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { FrameVisitor } from '../../../src-shared/wire/frame-reader'
import type { HelloBody } from '../../../src-shared/wire/frame'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import { FrameError, readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'

const SECRET_BYTES = 16
const SECRET_LENGTH_MAX = 64

const helloSchema = z.strictObject({
  secret: z.string().min(1).max(SECRET_LENGTH_MAX),
  from: z.string().min(1).max(64),
  boot: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
})

/** The first frame in each direction of a connection. It belongs to the connection, not to the run: it is not numbered or traced. */
export function encodeHello(hello: HelloBody): Uint8Array {
  return encodeFrame(
    { kind: FRAME_KINDS.hello, traced: false, type_code: 0, n: 0, boot: hello.boot, lamport: 0, vector: [] },
    hello
  )
}

/** A new run's secret. Its processes learn it over their control channels, which nobody else can read. */
export function newRunSecret(): string {
  return randomBytes(SECRET_BYTES).toString('hex')
}

/** Decodes the frame that must be a hello of somebody who knows the run's secret. Throws {@link FrameError}. */
export function readHello(secret: string, ...[bytes, start, end]: Parameters<FrameVisitor>): HelloBody {
  if (readFrameHeader(bytes, start, end).kind !== FRAME_KINDS.hello)
    throw new FrameError('bad-header', 'the first frame is not a hello')
  const hello = helloSchema.safeParse(readFrameBody(bytes, start, end))
  if (!hello.success) throw new FrameError('bad-body', 'the hello does not say who speaks')
  if (!isSame(hello.data.secret, secret)) throw new FrameError('bad-body', `${hello.data.from} is a stranger to this run`)
  return hello.data
}

/** In a time that does not depend on where they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
