/** Keys of a run on processes: a message authentication code for each name, whose key derives from the run's secret. */
import { createHash, createHmac } from 'node:crypto'
import type { Keys } from '../../src-shared/keys'

/** Bytes of a code or digest: enough against chance, short on the wire. */
const LENGTH = 16

/** The keys of `name`. Whoever can derive one can derive all: what a protocol is handed signs under its own name alone. */
export function deriveKeys(secret: string, name: string): Keys {
  const keys = new Map<string, Buffer>()
  const keyOf = (signer: string): Buffer => {
    const known = keys.get(signer) ?? createHmac('sha256', secret).update(signer).digest()
    keys.set(signer, known)
    return known
  }
  const signed = (signer: string, text: string) => shortened(createHmac('sha256', keyOf(signer)).update(text).digest())
  return {
    sign: (text) => signed(name, text),
    verify: (signer, text, signature) => signature === signed(signer, text),
    digest: (text) => shortened(createHash('sha256').update(text).digest())
  }
}

function shortened(bytes: Buffer): string {
  return bytes.toString('base64url', 0, LENGTH)
}
