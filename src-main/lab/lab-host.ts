import type { LabLimits, ScenarioListing } from '../../src-shared/lab-api'
import type { Protocol } from '../../src-node/protocols/contract'
import type { Engine } from '../../src-shared/engine'
import type { RunRequest } from './run/run-request'
import type { RunResources } from './run/session'

/** What a lab needs of where it runs: a computer has processes and files, a browser's tab neither. */
export interface LabHost {
  readonly limits: LabLimits
  /** What runs where nobody chose, whatever the scenario says; null: what it says. */
  readonly engine: Engine | null
  /** The catalogue. */
  scenarios(): readonly ScenarioListing[]
  /** The state machine of that name. Rejects where there is none, or it cannot be had. */
  protocol(name: string): Promise<Protocol>
  /** Throws one sentence where the run cannot be had here; what runs goes on then. */
  accept(request: RunRequest, engine: Engine): void
  /** For a run that is about to begin; the one before it has ended. `recording`: the folder that keeps it, or a name of its own where there are none. */
  open(request: RunRequest, seed: number): Promise<RunResources & { readonly recording: string }>
  /** Nothing is left of what was opened. It may be opened again. */
  close(): Promise<void>
}
