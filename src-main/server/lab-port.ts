import type { LabEvent } from '../../src-shared/events'
import type { CommandAnswer, LabCommand, LabHello, LabState } from '../../src-shared/lab-api'

/** What the server needs of a lab. */
export interface LabPort {
  readonly state: LabState
  hello(): LabHello
  /** Rejects only on a defect; what a person did wrong is an answer. */
  command(command: LabCommand): Promise<CommandAnswer>
  /** Both return what ends the listening. */
  onState(listener: (state: LabState) => void): () => void
  onEvents(listener: (events: readonly LabEvent[]) => void): () => void
}
