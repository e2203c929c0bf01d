/** What a page and the lab say to each other over socket.io. Every message from a page is validated with these schemas. */
import { z } from 'zod'
import type { ClientId, NodeId } from './ids'
import { MODELS } from './consistency'
import type { Judgement } from './consistency'
import type { Exploration, ExploredCell } from './exploration'
import { faultActionSchema } from './faults/actions'
import { interventionSchema } from './faults/interventions'
import { COMPARED_MAX, COMPARED_MIN } from './folds/comparison'
import type { Lesson, LessonHead } from './lessons/lesson'
import type { SectionId } from './lessons/sections'
import { momentSchema, replaySchema } from './links/replay'
import type { CommitWindow } from './commit-window'
import type { ElectionStudy } from './elections/elections'
import type { PlayedSetting } from './isolation/played'
import type { Measurement } from './pacelc/measurement'
import { recordingLabelSchema } from './recording-label'
import type { ForkMark, RecordingLabel } from './recording-label'
import type { ProtocolDescription } from './description/protocol-description'
import type { RunResult } from './result'
import { SCENARIO_CHARS_MAX } from './scenario/text-max'
import type { Topic } from './scenario/topics'
import { workloadSchema } from './scenario/sections/workload'
import { ENGINES } from './engine'
import { scenarioNameSchema, scenarioTitleSchema } from './scenario/naming'
import type { Scenario } from './scenario/schema'
import type { Engine } from './engine'

/** A scenario in the catalogue. `id` is the file's name without `.yaml`. */
export interface ScenarioListing {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Of the chapter; null for what is not shipped. */
  readonly section: SectionId | null
  readonly protocol: string
  readonly nodes: number
  readonly duration_ms: number | null
  /** What runs it unless somebody chooses. */
  readonly engine: Engine
  /** What it shows, by what it declares. */
  readonly topics: readonly Topic[]
  /** Why it cannot be run, with file, line and column; null when it is fine. */
  readonly error: string | null
}

/** Scenarios that a person keeps. */
export interface OwnScenarioListings {
  readonly scenarios: readonly ScenarioListing[]
  /** Those that can be had back, the one deleted last first. */
  readonly deleted: readonly ScenarioListing[]
  /** Where they lie; null: in no folder that one could open. */
  readonly folder: string | null
}

/** A shipped comparison. `id` is the file's name without `.yaml`. */
export interface ComparisonListing {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Titles of its runs. */
  readonly runs: readonly string[]
  /** Names of their protocols, each once. */
  readonly protocols: readonly string[]
  /** Why it cannot be run, with file, line and column; null when it is fine. */
  readonly error: string | null
}

/** A shipped lesson. `id` is the file's name without `.md`. */
export interface LessonListing extends Omit<LessonHead, 'recall'> {
  readonly id: string
  readonly steps: number
}

/** A lesson as a page plays it. */
export interface OpenedLesson {
  readonly lesson: Lesson
  /** YAML of each scenario that it names, by name. */
  readonly scenarios: Readonly<Record<string, string>>
}

/** How far a comparison is. */
export interface ComparisonProgress {
  /** Its `id`. */
  readonly comparison: string
  readonly total: number
  /** Runs that are over. */
  readonly done: number
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** Ids of the recordings, in the order of the runs, once it is done. */
  readonly recordings: readonly string[]
  /** Why it failed, in a sentence. */
  readonly error: string | null
}

export interface RecordingListing extends RecordingLabel {
  readonly id: string
  readonly scenario: string
  readonly title: string
  readonly started_at: string
  readonly engine: Engine
  readonly seed: number
  /** null: the run was cut short. */
  readonly duration_ms: number | null
  readonly passed: boolean | null
  /** Its time was not over, and nothing had failed. */
  readonly ended_early: boolean
  /** null: it began by itself. */
  readonly forked_from: ForkMark | null
}

/** A recording as it is opened; its events are fetched from `events_path`, see `wire/event-batches.ts`. */
export interface OpenedRecording {
  readonly id: string
  readonly scenario: Scenario
  readonly scenario_text: string
  /** Version of the program that made it. */
  readonly version: string
  readonly engine: Engine
  readonly seed: number
  readonly nodes: readonly NodeId[]
  readonly clients: readonly ClientId[]
  /** null: the run was cut short. */
  readonly result: RunResult | null
  /** What a reader must know: what is missing besides events, sampling. Plain sentences. */
  readonly notices: readonly string[]
  readonly events_path: string
  /** From here comes an outline of its events, to be shown until all of them are there; null: it is short. */
  readonly outline_path: string | null
}

/** How a simulated run goes on. */
export interface SimulationState {
  /** Simulated seconds per second; 0: as fast as possible. */
  readonly pace: number
  readonly paused: boolean
  /** Steps done so far; each handles one due event of virtual time. */
  readonly steps: number
  /** The run that this one branched off, and where; null for one that began by itself. */
  readonly forked_from: {
    readonly recording: string | null
    readonly run: number | null
    readonly at_seq: number
    readonly at_us: number
  } | null
}

/** `idle`: no run yet. `checking`: the cluster has stopped, checkers are at work. `failed`: it could not start or go on; `error` says why. */
export type RunPhase = 'idle' | 'starting' | 'running' | 'stopping' | 'checking' | 'finished' | 'failed'

/** The lab's own state; everything about the cluster comes from the events. */
export interface LabState {
  readonly phase: RunPhase
  /** Counts runs of this lab; events of an older run are void. */
  readonly run: number
  readonly scenario: Scenario | null
  readonly scenario_id: string | null
  readonly nodes: readonly NodeId[]
  readonly clients: readonly ClientId[]
  readonly seed: number
  readonly error: string | null
  readonly result: RunResult | null
  readonly engine: Engine
  /** null unless a simulation runs (or ran last). */
  readonly simulation: SimulationState | null
  /** Folder of the recording, or, where there are no files, a name of the run; null when nothing is being recorded. */
  readonly recording: string | null
}

/** What this system cannot do, with the reason shown on the greyed-out control. */
export interface LabLimits {
  /** Of processes. */
  readonly pause: string | null
  /** Runs of real processes. */
  readonly processes: string | null
  /** Which recordings are kept, and how long: a sentence. */
  readonly recordings: string
  /** Of a recording that is dropped on the page. */
  readonly archive_bytes_max: number
}

export interface LabHello {
  readonly version: string
  readonly protocols: readonly ProtocolDescription[]
  readonly scenarios: readonly ScenarioListing[]
  readonly limits: LabLimits
  readonly state: LabState
}

export const EXPORT_FORMATS = ['csv', 'json', 'svg', 'png', 'html', 'recording', 'edn', 'shiviz', 'otlp'] as const

/** Of what somebody else may have put into a folder: whatever it is called. */
const fileNameSchema = z.string().max(255)
const paceSchema = z.number().min(0).max(10_000)

/** Bytes, as a worker or a socket hands them over. */
const bytesSchema = z
  .union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)])
  .transform((bytes) => (bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes))

/** Everything a page can ask for. Answered by {@link CommandAnswer}. */
export const labCommandSchema = z.discriminatedUnion('command', [
  /** Start a shipped scenario (by id) or one given as YAML text; stops what runs. */
  z.strictObject({
    command: z.literal('run'),
    scenario: z.string().max(64).optional(),
    yaml: z.string().max(SCENARIO_CHARS_MAX).optional(),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional(),
    /** Instead of the scenario's own. */
    engine: z.enum(ENGINES).optional(),
    /** Simulation: see {@link SimulationState}. Absent: 1, real time. */
    pace: paceSchema.optional(),
    /** Simulation: it holds still at its start until it is told to go on. */
    held: z.boolean().optional(),
    /** Simulate the run that this says once more, whatever `engine` is; as a fork of the current run where it is one. */
    replay: replaySchema.optional()
  }),
  /**
   * Answers `link`: the fragment that carries a recorded or the current run, with the moment that is to be shown; and `text` where not
   * all of it would fit.
   */
  z.strictObject({ command: z.literal('link'), recording: z.string().max(64).optional(), moment: momentSchema.optional() }),
  z.strictObject({ command: z.literal('stop') }),
  /** Simulation: hold still, go on, change the pace, or (while it holds still) do so many steps. */
  z.strictObject({ command: z.literal('pause') }),
  z.strictObject({ command: z.literal('resume') }),
  z.strictObject({ command: z.literal('pace'), pace: paceSchema }),
  z.strictObject({ command: z.literal('step'), until: z.enum(['step', 'event', 'message', 'role']).default('event') }),
  /** Simulation: reach in. */
  z.strictObject({ command: z.literal('intervene'), intervention: interventionSchema }),
  /**
   * Simulate again, exactly, what a recorded or the current simulated run did up to event `at_seq`, make the change, go on.
   * `recording` absent: the current run. Without a change it is the same run once more.
   */
  z.strictObject({
    command: z.literal('fork'),
    recording: z.string().max(64).optional(),
    at_seq: z.number().int().min(1),
    change: interventionSchema.optional(),
    pace: paceSchema.optional()
  }),
  /** Opens a recording to look at; nothing of the current run changes. Answers `recording`. */
  z.strictObject({ command: z.literal('open-recording'), recording: z.string().max(64) }),
  /** Takes in a recording that was exported as one file. Answers `recording`, opened. */
  z.strictObject({ command: z.literal('import-recording'), name: z.string().max(255), archive: bytesSchema }),
  /** Holds the history of a recording (absent: of the current run so far) against models. Answers `judgements`. */
  z.strictObject({
    command: z.literal('judge'),
    recording: z.string().max(64).optional(),
    models: z.array(z.enum(MODELS)).min(1)
  }),
  /** Whatever is being judged is left undecided. */
  z.strictObject({ command: z.literal('judge-cancel') }),
  z.strictObject({ command: z.literal('act'), action: faultActionSchema }),
  /** Undo one running fault, by its number. */
  z.strictObject({ command: z.literal('undo'), fault: z.number().int() }),
  z.strictObject({ command: z.literal('workload'), workload: workloadSchema }),
  /** Export the finished (or running) run; answers with a URL path to download, or writes to a folder in the window. */
  z.strictObject({ command: z.literal('export'), formats: z.array(z.enum(EXPORT_FORMATS)).min(1) }),
  /** Lays recordings side by side in one HTML file; answers with its path to download. */
  z.strictObject({
    command: z.literal('compare-export'),
    recordings: z.array(z.string().max(64)).min(COMPARED_MIN).max(COMPARED_MAX)
  }),
  /** Answers `lessons`: those that are shipped, in the order of the chapter. */
  z.strictObject({ command: z.literal('lessons') }),
  /** Answers `lesson`. */
  z.strictObject({ command: z.literal('lesson'), lesson: z.string().max(64) }),
  /** Answers `comparisons`: those that are shipped. */
  z.strictObject({ command: z.literal('comparisons') }),
  /** Runs a shipped comparison (by id) in virtual time, beside the lab's own run: answers `comparison`, how far it is. */
  z.strictObject({ command: z.literal('compare-run'), comparison: z.string().max(64) }),
  /** Answers `comparison` with how far the newest one is. */
  z.strictObject({ command: z.literal('compare-progress') }),
  z.strictObject({ command: z.literal('compare-cancel') }),
  /** The consistency explorer, which begins when first asked: answers `exploration` with the cells beyond the first `offset`. */
  z.strictObject({ command: z.literal('explore'), offset: z.number().int().min(0) }),
  /** Runs a cell of the explorer with more seeds; answers `cell`, as it is with them. */
  z.strictObject({ command: z.literal('explore-more'), row: z.string().max(64), column: z.string().max(64) }),
  /** Which isolation setting prevents which anomaly; begins when first asked: answers `played` with the settings beyond the first `offset`. */
  z.strictObject({ command: z.literal('play-isolation'), offset: z.number().int().min(0) }),
  /** The PACELC measurement, which begins when first asked: answers `measurement` with the runs beyond the first `offset`. */
  z.strictObject({ command: z.literal('measure'), offset: z.number().int().min(0) }),
  /** Crashes during commit, which begin when first asked: answers `window` with the cells beyond the first `offset`. */
  z.strictObject({ command: z.literal('commit-window'), offset: z.number().int().min(0) }),
  /** Leaders killed under several ranges of timeouts; begins when first asked: answers `elections` with the batches beyond the first `offset`. */
  z.strictObject({ command: z.literal('elections'), offset: z.number().int().min(0) }),
  /** What was explored and measured so far as one HTML file; answers with its path to download. */
  z.strictObject({ command: z.literal('explorer-export') }),
  /** Answers `text`: of a shipped scenario, or of one's own. */
  z.strictObject({ command: z.literal('scenario-text'), scenario: fileNameSchema }),
  /** Answers `own_scenarios`, as the four after it do. */
  z.strictObject({ command: z.literal('own-scenarios') }),
  /** Keeps a text as a scenario of one's own. `title`: its text says name and title too. `replace`: in place of the one of that name. */
  z.strictObject({
    command: z.literal('save-own-scenario'),
    scenario: scenarioNameSchema,
    title: scenarioTitleSchema.optional(),
    text: z.string().max(SCENARIO_CHARS_MAX),
    replace: z.boolean().default(false)
  }),
  z.strictObject({
    command: z.literal('rename-own-scenario'),
    scenario: fileNameSchema,
    name: scenarioNameSchema,
    title: scenarioTitleSchema
  }),
  /** Until the lab ends it can be had back. */
  z.strictObject({ command: z.literal('delete-own-scenario'), scenario: fileNameSchema }),
  z.strictObject({ command: z.literal('restore-own-scenario'), scenario: fileNameSchema }),
  /**
   * A run as a scenario, with what was done to it by hand in its timeline; `recording` absent: the current one, so far. Answers `text`, and
   * `left_out`: what a timeline has no words for.
   */
  z.strictObject({ command: z.literal('run-as-scenario'), recording: z.string().max(64).optional() }),
  /** Answers `recordings`, and `deleted`: those that can be had back. */
  z.strictObject({ command: z.literal('recordings') }),
  /** Writes down what a recording is called and what is to be known of it. */
  recordingLabelSchema.extend({ command: z.literal('label-recording'), recording: z.string().max(64) }),
  /** Moves a recording aside; until the lab ends it can be had back. */
  z.strictObject({ command: z.literal('delete-recording'), recording: z.string().max(64) }),
  z.strictObject({ command: z.literal('restore-recording'), recording: z.string().max(64) })
])
export type LabCommand = z.infer<typeof labCommandSchema>
export type LabCommandInput = z.input<typeof labCommandSchema>

/** Answers carry what the command promises; errors are one clear sentence. */
export type CommandAnswer =
  | {
      readonly ok: true
      readonly text?: string
      readonly link?: string
      readonly own_scenarios?: OwnScenarioListings
      readonly left_out?: readonly string[]
      /** The number of what was done to the cluster, see `fault-started`. */
      readonly fault?: number
      /** To fetch; a path that ends in `/` is a folder's. */
      readonly files?: readonly { readonly name: string; readonly path: string }[]
      readonly recordings?: readonly RecordingListing[]
      readonly deleted?: readonly RecordingListing[]
      readonly recording?: OpenedRecording
      readonly judgements?: readonly Judgement[]
      readonly exploration?: Exploration
      readonly cell?: ExploredCell
      readonly comparisons?: readonly ComparisonListing[]
      readonly comparison?: ComparisonProgress | null
      readonly measurement?: Measurement
      readonly window?: CommitWindow
      readonly elections?: ElectionStudy
      readonly played?: readonly PlayedSetting[]
      readonly lessons?: readonly LessonListing[]
      readonly lesson?: OpenedLesson
    }
  | { readonly ok: false; readonly error: string }

/** Events from lab to page. */
export interface ServerToPage {
  hello: (hello: LabHello) => void
  state: (state: LabState) => void
  /** A batch of consecutive events of run `run`, encoded by `encodeEvents`. The first batches after `hello` are the backlog. */
  events: (run: number, batch: Uint8Array) => void
  /** The same for a participant's page, deflated (raw). */
  'packed-events': (run: number, batch: Uint8Array) => void
}

/** Events from page to lab. */
export interface PageToServer {
  command: (command: LabCommandInput, answer: (answer: CommandAnswer) => void) => void
}
