/** What the page and the lab in its worker say to each other: the same as over a socket. */
import type { CommandAnswer, LabCommandInput, LabHello, LabState } from '../src-shared/lab-api'

/** `id` counts the page's commands. */
export interface ToWorker {
  readonly id: number
  readonly command: LabCommandInput
}

export type FromWorker =
  | { readonly kind: 'hello'; readonly hello: LabHello }
  | { readonly kind: 'state'; readonly state: LabState }
  /** Consecutive events of run `run`, encoded by `encodeEvents`. */
  | { readonly kind: 'events'; readonly run: number; readonly batch: Uint8Array }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: CommandAnswer }
