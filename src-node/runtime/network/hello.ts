import { z } from 'zod'
import type { FrameVisitor } from '../../../src-shared/wire/frame-reader'
import type { HelloBody } from '../../../src-shared/wire/frame'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import { FrameError, readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'

const helloSchema = z.strictObject({
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

/** Decodes the frame that must be a hello. Throws {@link FrameError}. */
export function readHello(...[bytes, start, end]: Parameters<FrameVisitor>): HelloBody {
  if (readFrameHeader(bytes, start, end).kind !== FRAME_KINDS.hello)
    throw new FrameError('bad-header', 'the first frame is not a hello')
  const hello = helloSchema.safeParse(readFrameBody(bytes, start, end))
  if (!hello.success) throw new FrameError('bad-body', 'the hello does not say who speaks')
  return hello.data
}
