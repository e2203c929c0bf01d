/** What a page and an open room say to each other, beside the lab's own commands. Every message from a page is validated with these schemas. */
import { z } from 'zod'
import { COMPARED_MAX } from '../folds/comparison'
import { answerSchema } from '../lessons/prediction'
import type { Answer } from '../lessons/prediction'
import { shownRunSchema } from '../lessons/shown-run'

/** `instructor`: holds the token of this start. `participant`: came by the join code. */
export type Role = 'instructor' | 'participant'

/** Longest time for which a participant is let act; null instead of a time: until it is taken back. */
const ACTING_MINUTES_MAX = 60
const name = z.string().max(64)

/** Where the instructor's page is, for others to follow. */
export const placeSchema = z.strictObject({
  /** Of the lab, see `LabState`. */
  run: z.number().int(),
  /** Id of the recording that is on show instead; null: the lab's own run. */
  recording: name.nullable(),
  /** Newest event that the moment on show takes in; null: the newest state. */
  seq: z.number().int().min(0).nullable(),
  /** Of the window. */
  view: name,
  /** Ids of the recordings that are laid side by side. */
  compared: z.array(name).max(COMPARED_MAX),
  /** What the explorer has found and shows: its tab, and there what is looked at; null: nothing was explored. */
  explored: z.strictObject({ tab: name, row: name.nullable(), part: z.string().max(128).nullable() }).nullable(),
  /** The word of the glossary that was asked for. */
  term: name.nullable(),
  tab: name,
  /** Nodes, or the two ends of a link, that are selected. */
  nodes: z.array(name).max(1000),
  link: z.tuple([name, name]).nullable()
})
export type Place = z.infer<typeof placeSchema>

/** The lesson that the instructor plays, and what its runs have shown. */
export const roomLessonSchema = z.strictObject({
  id: name,
  step: z.number().int().min(0).max(99),
  shown: z.record(name, shownRunSchema)
})
export type RoomLesson = z.infer<typeof roomLessonSchema>

/** Everything that a page can ask of the room. Answered by {@link RoomAnswer}. */
export const roomRequestSchema = z.discriminatedUnion('ask', [
  /** Others in the room may join from now on; until `close`. */
  z.strictObject({ ask: z.literal('open') }),
  z.strictObject({ ask: z.literal('close') }),
  z.strictObject({ ask: z.literal('place'), place: placeSchema }),
  z.strictObject({ ask: z.literal('lesson'), lesson: roomLessonSchema.nullable() }),
  /** A participant asks to act, or no longer does. */
  z.strictObject({ ask: z.literal('hand'), up: z.boolean() }),
  /** Lets one participant act, instead of whoever does so far. */
  z.strictObject({
    ask: z.literal('let-act'),
    participant: z.number().int(),
    minutes: z.number().int().min(1).max(ACTING_MINUTES_MAX).nullable()
  }),
  z.strictObject({ ask: z.literal('take-back') }),
  /** Takes a hand down without letting it act. */
  z.strictObject({ ask: z.literal('lower'), participant: z.number().int() }),
  /** The room is asked this prediction of the open lesson; what was answered to it before stays. */
  z.strictObject({ ask: z.literal('vote'), step: z.number().int().min(0).max(99) }),
  /** Ends the voting and shows what was answered. */
  z.strictObject({ ask: z.literal('show-vote') }),
  /** Everybody answers once more. */
  z.strictObject({ ask: z.literal('vote-again') }),
  /** A participant's answer to the prediction that is being voted on. */
  z.strictObject({ ask: z.literal('answer'), answer: answerSchema })
])
export type RoomRequest = z.infer<typeof roomRequestSchema>

/** Errors are one clear sentence. */
export type RoomAnswer = { readonly ok: true } | { readonly ok: false; readonly error: string }

export interface AnswerCount {
  readonly answer: Answer
  readonly count: number
}

/** A prediction on which the room votes. */
export interface Vote {
  readonly lesson: string
  readonly step: number
  /** From 1. */
  readonly round: number
  readonly answered: number
  /** What was answered; null while the voting goes on. */
  readonly counts: readonly AnswerCount[] | null
  /** What was answered in the round before; null: this is the first. */
  readonly before: readonly AnswerCount[] | null
}

/** What everybody in the room is told. */
export interface RoomState {
  readonly open: boolean
  /** Participants whose page is connected. */
  readonly present: number
  /** Numbers of those who ask to act, in the order in which they did. */
  readonly hands: readonly number[]
  readonly acting: {
    readonly participant: number
    /** From when this was said; null: until it is taken back. */
    readonly left_ms: number | null
  } | null
  readonly lesson: RoomLesson | null
  readonly vote: Vote | null
}

/** An address of this computer at which others can join. */
export interface JoinAddress {
  readonly host: string
  readonly url: string
}

/** What a page is told of itself. */
export interface RoomSelf {
  readonly role: Role
  /** Of a participant; null: the instructor. */
  readonly number: number | null
  /** Path at which a lab of one's own is served, in a browser's tab; null: it is not. */
  readonly tab: string | null
  /** A participant's answers to the open lesson, by step; each with the round in which it was given. */
  readonly answers: Readonly<Record<string, { readonly round: number; readonly answer: Answer }>>
}

/** What the instructor alone is told. */
export interface RoomDesk {
  /** null: the room is closed. */
  readonly join: { readonly code: string; readonly addresses: readonly JoinAddress[] } | null
}

/** Events from the room to a page. */
export interface RoomToPage {
  room: (state: RoomState) => void
  /** Changes often, so it goes alone. */
  'room-place': (place: Place | null) => void
  'room-self': (self: RoomSelf) => void
  'room-desk': (desk: RoomDesk) => void
}

/** Events from a page to the room. */
export interface PageToRoom {
  room: (request: RoomRequest, answer: (answer: RoomAnswer) => void) => void
}
