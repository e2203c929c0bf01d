/** What nodes and clients vouch with: nobody signs under another's name, and everybody can verify what anybody has signed. */
import { hash32 } from './placement/hash'

export interface Keys {
  /** Of this text, under the own name. */
  sign(text: string): string
  verify(signer: string, text: string, signature: string): boolean
  /** Stands for a text of any length. */
  digest(text: string): string
}

/** Keys in virtual time: quick, the same in every run. They keep no secret; it is the simulation that hands each name its own alone. */
export function simulatedKeys(name: string): Keys {
  return {
    sign: (text) => signed(name, text),
    verify: (signer, text, signature) => signature === signed(signer, text),
    digest: hashText
  }
}

/** What a client signs of its request: everything that a node carries out. */
export function requestText(session: string, sequence: number, operation: object): string {
  const fields = Object.entries(operation).sort(([a], [b]) => (a < b ? -1 : 1))
  return `request ${session} ${sequence} ${JSON.stringify(fields)}`
}

/** What a node signs of its answer to that request. `tentative`: the view in which it is prepared, where it may yet be undone. */
export function replyText(session: string, sequence: number, result: object, tentative?: number): string {
  return `${tentative === undefined ? '' : `tentative ${tentative} `}reply ${session} ${sequence} ${JSON.stringify(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)))}`
}

function signed(name: string, text: string): string {
  return hashText(`${name}\n${text}`)
}

function hashText(text: string): string {
  return [1, 2].map((seed) => hash32(text, seed).toString(16).padStart(8, '0')).join('')
}
