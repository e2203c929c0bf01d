import type { NodeId } from '../../../src-shared/ids'
import type { description } from '../../../src-shared/protocols/saga/description'
import type { Service, Step, StepName } from '../../../src-shared/protocols/saga/steps'
import type { Plain } from '../contract'
import type { Answers, SavedAnswers } from '../kit/answers'
import type { DurableEvents } from '../kit/durable-events'
import type { SettingsOf, SwitchesOf } from '../kit/settings'
import type { AccountFigures, Help, SagaEvent, Seen } from './messages'

export type Settings = SettingsOf<typeof description>
export type Switches = SwitchesOf<typeof description>

/** Who has which part, for as long as the run goes on. */
export interface Topology {
  readonly nodes: readonly NodeId[]
  readonly bookings: NodeId
  readonly members: Readonly<Record<Service, readonly NodeId[]>>
}

/** Everything that a member knows. It takes bookings or is of a service, and the other half stays empty. */
export interface SagaState {
  readonly id: NodeId
  readonly role: string
  /** null: it takes bookings. */
  readonly service: Service | null
  readonly topology: Topology
  readonly steps: readonly Step[]
  readonly settings: Settings
  switches: Switches
  disk: Disk
  /** As who takes bookings. */
  next_number: number
  readonly sagas: Map<string, Saga>
  answers: Answers<Ending>
  /** As a service: keys that it knows, by saga. */
  readonly held: Map<string, Held>
  readonly accounts: Map<string, Account>
  reserved: number
  /** No saga with a smaller number is open, as far as it knows. */
  oldest: number
  /** Choreographed: events that their receivers have not acknowledged, by name. */
  readonly outbox: Map<string, Outgoing>
  /** Reads that wait for services, by number. */
  readonly looks: Map<number, Looking>
  readonly counters: { looks: number; repeated: number; completed: number; taken_back: number }
}

export interface Disk extends DurableEvents {
  since_snapshot: number
}

/** How a saga ended. */
export type Ending = {
  readonly complete: boolean
  readonly reason: string
}

/** A saga that has not ended, as who takes bookings knows it. */
export type Saga = {
  readonly saga: string
  readonly number: number
  readonly session: string
  readonly sequence: number
  readonly customer: string
  readonly seats: number
  /** By its own clock. */
  readonly deadline_us: number
  /** Orchestrated: the step that was asked for last, by its place. */
  step: number
  /** Orchestrated: places of steps to take back, the next one first; null: it goes forward. */
  undo: readonly number[] | null
  reason: string
  /** Choreographed: whoever can has been told to turn it back. */
  is_cancelled: boolean
  /** Why it does not go on until somebody helps; null: it does. */
  stuck: string | null
  /** What an operator said when it was stuck; null: nothing, or what is asked for now was not stuck. */
  help: Help | null
  /** Of what is asked for now. */
  tries: number
  waited: number
  requests: readonly number[]
}

/** What a service knows by a saga's key. */
export type Held = {
  readonly saga: string
  readonly number: number
  readonly customer: string
  readonly seats: number
  readonly amount: number
  /** `void`: taken back before it was done. */
  state: 'done' | 'refused' | 'undone' | 'void'
  pending: boolean
  /** Why its compensation, or its step after the pivot, fails until somebody helps; null: neither does. */
  blocked: string | null
  /** Why it was refused, or the saga turned back. */
  reason: string
}

export type Account = { -readonly [Figure in keyof AccountFigures]: number }

export interface Outgoing {
  readonly to: NodeId
  readonly event: SagaEvent
  waited: number
}

export interface Looking {
  readonly request: number
  readonly reader: string
  readonly customer: string
  readonly seen: Map<Service, Seen>
}

/** What a service does on its disk. */
export type Change =
  'charge' | 'reserve' | 'mail' | 'confirm' | 'refund' | 'release' | 'apologise' | 'refuse' | 'void' | 'block' | 'skip'

/** What goes to the write-ahead log. `next`: an event to send on, together with what led to it. */
export type SagaRecord =
  | {
      readonly kind: 'begin'
      readonly saga: string
      readonly number: number
      readonly session: string
      readonly sequence: number
      readonly customer: string
      readonly seats: number
      readonly deadline_us: number
      readonly next: NextEvent | null
    }
  /** A step is asked for: from now on there may be something to take back. */
  | { readonly kind: 'step'; readonly saga: string; readonly step: number }
  | { readonly kind: 'back'; readonly saga: string; readonly undo: readonly number[]; readonly reason: string }
  /** The next one to take back is, or need not be. */
  | { readonly kind: 'undone'; readonly saga: string }
  | { readonly kind: 'cancel'; readonly saga: string; readonly next: NextEvent }
  | { readonly kind: 'end'; readonly saga: string; readonly complete: boolean; readonly reason: string }
  | LocalRecord
  | { readonly kind: 'got'; readonly event: string }

export type LocalRecord = {
  readonly kind: 'local'
  readonly change: Change
  readonly saga: string
  readonly number: number
  readonly customer: string
  readonly seats: number
  readonly amount: number
  readonly oldest: number
  /** Why it is refused, or the saga turned back. */
  readonly reason: string
  /** See {@link Held}. */
  readonly blocked: string | null
  readonly next: NextEvent | null
}

export type NextEvent = { readonly to: NodeId; readonly event: SagaEvent }

export interface SagaSnapshot {
  readonly next_number: number
  readonly sagas: readonly SavedSaga[]
  readonly answers: SavedAnswers<Ending>
  readonly held: readonly Held[]
  readonly accounts: readonly (readonly [customer: string, account: AccountFigures])[]
  readonly reserved: number
  readonly oldest: number
  readonly outbox: readonly (readonly [name: string, next: NextEvent])[]
  readonly [field: string]: Plain | undefined
}

/** What of a saga outlives a crash. */
export type SavedSaga = Omit<Saga, 'stuck' | 'help' | 'tries' | 'waited' | 'requests'>

/** The step as messages name it. */
export function stepNamed(steps: readonly Step[], name: StepName): Step | undefined {
  return steps.find((step) => step.name === name)
}
