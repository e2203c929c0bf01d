/** What who takes bookings and the services say to each other. */
import type { StepName } from '../../../src-shared/protocols/saga/steps'

/** A saga as messages carry it. */
export type Order = {
  readonly saga: string
  /** Sagas are numbered as they begin. */
  readonly number: number
  readonly customer: string
  readonly seats: number
  /** What the seats cost. */
  readonly amount: number
  /** No saga with a smaller number is open: its key may be forgotten. */
  readonly oldest: number
}

export const HELPS = ['retry', 'skip'] as const
/** What an operator says of a saga that is stuck: what made it fail is mended; or it goes on without. */
export type Help = (typeof HELPS)[number]

/** Take this step, unless you know its key. */
export type Do = Order & {
  readonly type: 'do'
  readonly step: StepName
  readonly help: Help | null
}

/** Take this step back, and do not take it from now on. */
export type Undo = Order & {
  readonly type: 'undo'
  readonly step: StepName
  readonly help: Help | null
  /** Why the saga goes backward. */
  readonly reason: string
}

/** Orchestrated: what came of a step, or its compensation. `failed`: the compensation does not go until somebody helps. */
export interface Answer {
  readonly type: 'answer'
  readonly saga: string
  readonly step: StepName
  readonly outcome: 'done' | 'refused' | 'undone' | 'failed'
  readonly reason: string
}

/** Choreographed, for the service at the pivot, or the last: turn the saga back, unless you have done your step. */
export type Cancel = Order & {
  readonly type: 'cancel'
  readonly step: StepName
  readonly reason: string
}

/** Choreographed, for who takes bookings: the saga is at its end. */
export type Ended = Order & {
  readonly type: 'ended'
  readonly complete: boolean
  readonly reason: string
}

/** What a service sends on, until it is acknowledged, when services coordinate themselves. */
export type SagaEvent = Do | Undo | Cancel | Ended

/** Choreographed: the event is on its receiver's disk. */
export interface Got {
  readonly type: 'got'
  /** Which one, as its sender calls it. */
  readonly event: string
}

/** A reader asks what the service has of the customer. */
export interface Look {
  readonly type: 'look'
  readonly number: number
  readonly customer: string
}

export interface Seen {
  readonly type: 'seen'
  readonly number: number
  readonly account: AccountFigures
  /** Sagas that may be open. */
  readonly sagas: readonly (readonly [saga: string, number: number, state: HeldState])[]
  readonly oldest: number
}

/** What a service has of a customer; each has its own, and nothing of the others. */
export type AccountFigures = {
  readonly charged: number
  readonly pending: number
  readonly refunded: number
  readonly seats: number
  readonly mails: number
  readonly apologies: number
}

export const HELD_STATES = ['done', 'pending', 'refused', 'undone', 'void'] as const
export type HeldState = (typeof HELD_STATES)[number]

export type SagaMessage = SagaEvent | Answer | Got | Look | Seen

/** One line for logs, transcripts and the screen. */
export function describeMessage(message: SagaMessage): string {
  switch (message.type) {
    case 'do':
    case 'undo':
    case 'cancel':
      return `${message.type} ${message.step} of ${message.saga}`
    case 'answer':
      return `${message.step} of ${message.saga} ${message.outcome}${message.reason && `: ${message.reason}`}`
    case 'ended':
      return `${message.saga} is ${message.complete ? 'complete' : 'taken back'}`
    case 'got':
      return `got ${message.event}`
    case 'look':
      return `look at ${message.customer}`
    case 'seen':
      return `seen: ${message.sagas.map(([saga, , state]) => `${saga} ${state}`).join(', ') || 'no saga'}`
  }
}
