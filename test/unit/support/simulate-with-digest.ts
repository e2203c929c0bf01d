import { createHash } from 'node:crypto'
import { simulate } from '../../../src-main/lab/run/simulate'
import type { Simulated, SimulateOptions } from '../../../src-main/lab/run/simulate'
import type { LabEvent } from '../../../src-shared/events'

/** Simulates; `digest` is the SHA-256 of the stream as JSON lines, hexadecimal. */
export function simulateWithDigest(options: SimulateOptions): Simulated & { readonly digest: string } {
  const hash = createHash('sha256')
  const onEvents = (events: readonly LabEvent[]) => {
    for (const event of events) hash.update(`${JSON.stringify(event)}\n`)
    options.onEvents?.(events)
  }
  return { ...simulate({ ...options, onEvents }), digest: hash.digest('hex') }
}
