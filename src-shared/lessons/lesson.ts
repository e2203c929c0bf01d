/** A lesson: a reader guesses what a cluster will do, lets it run, sees why, and tries something alone. */
import { z } from 'zod'
import { faultActionSchema } from '../faults/actions'
import { interventionSchema } from '../faults/interventions'
import { durationSchema } from '../scenario/duration'
import { claimSchema } from './claims'
import { markName, marksSchema } from './marks'
import type { predictionSchema } from './prediction'
import type { Block } from './prose'
import { SECTION_IDS } from './sections'

const scenarioName = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected the name of a scenario, without .yaml')

export const headSchema = z.strictObject({
  title: z.string().min(1).max(60),
  section: z.enum(SECTION_IDS),
  /** Its place within the section, from 1. */
  order: z.number().int().min(1).max(99),
  /** How long one takes who reads alone. */
  minutes: z.number().int().min(1).max(30),
  /** What one can do afterwards: "can say why …". */
  outcome: z.string().min(1).max(120),
  /** The one idea, in a sentence. */
  idea: z.string().min(1).max(160),
  /** Lessons that should be known. */
  after: z.array(z.string()).default([]),
  /** What to answer a week later, without the lab. */
  recall: z.string().max(200).optional()
})
export type LessonHead = z.infer<typeof headSchema>

/** Something that the reader does to the cluster; a button does it for whoever cannot. */
const handSchema = z.strictObject({
  /** What is asked for: "Cut the links of A". */
  say: z.string().min(1).max(80),
  action: faultActionSchema,
  /** Once this mark is reached; absent: at once. */
  after: markName.optional()
})
export type Hand = z.infer<typeof handSchema>

/** What is run: a scenario of its own folder or a shipped one, from the start or as another future of a run before. */
const runFields = {
  scenario: scenarioName.optional(),
  fork: z
    .strictObject({
      /** The run's name. */
      of: z.string(),
      /** The mark at which it goes another way. */
      at: markName,
      change: interventionSchema
    })
    .optional(),
  seed: z.number().int().min(0).optional(),
  /** Simulated seconds per second. */
  pace: z.number().min(0).max(10_000).default(1),
  /** Its pace from a mark on: what decides may pass faster than anybody sees. */
  slow: z.strictObject({ from: markName, pace: z.number().min(0.001).max(1) }).optional(),
  marks: marksSchema.default({}),
  /** Run time after which it is given up. */
  limit: durationSchema.default(60_000),
  claims: z.array(claimSchema).default([])
}
const one_source = ({ scenario, fork }: { scenario?: unknown; fork?: unknown }) =>
  (scenario === undefined) !== (fork === undefined)
const ONE_SOURCE = 'expected `scenario` or `fork`, one of the two'

export const runSchema = z
  .strictObject({
    /** By which later steps refer to it. */
    name: markName,
    ...runFields,
    hand: z.array(handSchema).default([]),
    /** The mark at which it holds still. */
    until: markName
  })
  .refine(one_source, ONE_SOURCE)
export type RunStep = z.infer<typeof runSchema>

export const trySchema = z
  .strictObject({
    name: markName,
    ...runFields,
    /** The mark at which the goal is met, if all claims hold there. */
    goal: markName,
    /** The mark at which it can no longer be met: the run holds still, and this is said. */
    missed: z.strictObject({ at: markName, say: z.string().min(1).max(160) }).optional(),
    /** The last one does it, see `solution`. */
    hints: z.array(z.string().min(1)).min(1).max(3),
    solution: z.array(handSchema).min(1)
  })
  .refine(one_source, ONE_SOURCE)
export type TryStep = z.infer<typeof trySchema>

/** What is brought forward: at most one of these. */
const pointSchema = z.union([
  z.strictObject({ node: z.string() }),
  z.strictObject({ link: z.tuple([z.string(), z.string()]) }),
  z.strictObject({ chart: z.string() }),
  z.strictObject({ tab: z.enum(['charts', 'timeline', 'logs', 'messages', 'history', 'clocks']) }),
  z.strictObject({ message: markName }),
  z.strictObject({ belief: z.string() })
])
export type Point = z.infer<typeof pointSchema>

/** Other futures that one more is laid over. */
const BESIDE_MAX = 5

export const seeSchema = z.strictObject({
  run: markName,
  /** Other futures of the same moment: what is pointed at, a chart or a belief, is shown for each of them on one time axis. */
  beside: z.array(markName).max(BESIDE_MAX).default([]),
  /** The moment that is shown; absent: the end of that run. */
  at: markName.optional(),
  point: pointSchema.optional()
})
export type SeeStep = z.infer<typeof seeSchema>

export const explainSchema = z.strictObject({})

export const notesSchema = z.strictObject({
  /** How long the step takes in a room. */
  minutes: z.number().min(0.5).max(30).optional(),
  /** What to say, ask and wait for, a sentence or two each. */
  points: z.array(z.string().min(1).max(240)).min(1).max(6)
})
/** For whoever teaches with the lesson: readers do not see them. */
export type Notes = z.infer<typeof notesSchema>

interface StepText {
  readonly title: string
  readonly text: readonly Block[]
  readonly notes?: Notes
  /** Of its heading, from 1. */
  readonly line: number
}
export type Step = StepText &
  (
    | { readonly kind: 'predict'; readonly predict: z.infer<typeof predictionSchema> }
    | { readonly kind: 'run'; readonly run: RunStep }
    | { readonly kind: 'see'; readonly see: SeeStep }
    | { readonly kind: 'explain' }
    | { readonly kind: 'try'; readonly attempt: TryStep }
  )
export type StepKind = Step['kind']

export interface Lesson extends LessonHead {
  readonly id: string
  readonly steps: readonly Step[]
}

type WithoutText<S> = S extends unknown ? Omit<S, keyof StepText> : never
/** A step but for its title and text. */
export type StepData = WithoutText<Step>
