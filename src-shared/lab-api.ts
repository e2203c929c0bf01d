/** What a page and the lab say to each other over socket.io. Every message from a page is validated with these schemas. */
import { z } from 'zod'
import type { ClientId, NodeId } from './ids'
import { faultActionSchema } from './faults'
import type { ProtocolDescription } from './protocol-description'
import type { RunResult } from './result'
import type { Scenario } from './scenario/schema'
import { workloadSchema } from './scenario/schema'

/** A scenario in the catalogue. `id` is the file's name without `.yaml`. */
export interface ScenarioListing {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly protocol: string
  readonly nodes: number
  readonly duration_ms: number | null
  /** Why it cannot be run, with file, line and column; null when it is fine. */
  readonly error: string | null
}

export interface RecordingListing {
  readonly id: string
  readonly scenario: string
  readonly title: string
  readonly started_at: string
  readonly duration_ms: number | null
  readonly passed: boolean | null
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
  /** Folder of the recording; null when nothing is being recorded. */
  readonly recording: string | null
}

/** What this system cannot do, with the reason shown on the greyed-out control. */
export interface LabLimits {
  readonly pause: string | null
}

export interface LabHello {
  readonly version: string
  readonly protocols: readonly ProtocolDescription[]
  readonly scenarios: readonly ScenarioListing[]
  readonly limits: LabLimits
  readonly state: LabState
}

export const EXPORT_FORMATS = ['csv', 'json', 'svg', 'png', 'html', 'recording'] as const

/** Everything a page can ask for. Answered by {@link CommandAnswer}. */
export const labCommandSchema = z.discriminatedUnion('command', [
  /** Start a shipped scenario (by id) or one given as YAML text; stops what runs. */
  z.strictObject({
    command: z.literal('run'),
    scenario: z.string().max(64).optional(),
    yaml: z.string().max(262_144).optional(),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional()
  }),
  z.strictObject({ command: z.literal('stop') }),
  z.strictObject({ command: z.literal('act'), action: faultActionSchema }),
  /** Undo one running fault, by its number. */
  z.strictObject({ command: z.literal('undo'), fault: z.number().int() }),
  z.strictObject({ command: z.literal('workload'), workload: workloadSchema }),
  /** Export the finished (or running) run; answers with a URL path to download, or writes to a folder in the window. */
  z.strictObject({ command: z.literal('export'), formats: z.array(z.enum(EXPORT_FORMATS)).min(1) }),
  z.strictObject({ command: z.literal('scenario-text'), scenario: z.string().max(64) }),
  z.strictObject({ command: z.literal('recordings') })
])
export type LabCommand = z.infer<typeof labCommandSchema>
export type LabCommandInput = z.input<typeof labCommandSchema>

/** Answers carry what the command promises; errors are one clear sentence. */
export type CommandAnswer =
  | {
      readonly ok: true
      readonly text?: string
      readonly files?: readonly { readonly name: string; readonly path: string }[]
      readonly recordings?: readonly RecordingListing[]
    }
  | { readonly ok: false; readonly error: string }

/** Events from lab to page. */
export interface ServerToPage {
  hello: (hello: LabHello) => void
  state: (state: LabState) => void
  /** A batch of consecutive events of run `run`, encoded by `encodeEvents`. The first batches after `hello` are the backlog. */
  events: (run: number, batch: Uint8Array) => void
}

/** Events from page to lab. */
export interface PageToServer {
  command: (command: LabCommandInput, answer: (answer: CommandAnswer) => void) => void
}
