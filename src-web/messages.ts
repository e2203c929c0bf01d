/** What the page and the lab in its worker say to each other: the same as over a socket, and what a worker cannot do by itself. */
import type { CommandAnswer, LabCommandInput, LabHello, LabState } from '../src-shared/lab-api'

export type ToWorker =
  /** The page listens: the first run begins. */
  | { readonly kind: 'open' }
  /** `id` counts the page's commands. */
  | { readonly kind: 'command'; readonly id: number; readonly command: LabCommandInput }
  /** null: the picture cannot be drawn. */
  | { readonly kind: 'drawn'; readonly id: number; readonly png: Uint8Array | null }

export type FromWorker =
  | { readonly kind: 'hello'; readonly hello: LabHello }
  | { readonly kind: 'state'; readonly state: LabState }
  /** Consecutive events of run `run`, encoded by `encodeEvents`. */
  | { readonly kind: 'events'; readonly run: number; readonly batch: Uint8Array }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: CommandAnswer }
  /** Asks for the SVG as PNG; `id` counts the pictures. */
  | { readonly kind: 'draw'; readonly id: number; readonly svg: string }
