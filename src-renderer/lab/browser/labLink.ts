import type { CommandAnswer, LabCommandInput, LabHello, LabState } from '../../../src-shared/lab-api'
import type { Place, RoomAnswer, RoomDesk, RoomRequest, RoomSelf, RoomState } from '../../../src-shared/room/room-api'

/** Starting a cluster, checking and exporting take seconds; anything longer is an error to show. */
export const ANSWER_TIMEOUT_MS = 60_000

/** What a page is told of the room that its lab may be open to. */
export interface RoomListener {
  onState(state: RoomState): void
  onPlace(place: Place | null): void
  onSelf(self: RoomSelf): void
  onDesk(desk: RoomDesk): void
}

/** What a page is told by its lab. */
export interface LabListener {
  readonly room: RoomListener
  onHello(hello: LabHello): void
  onState(state: LabState): void
  /** Consecutive events of run `run`, encoded by `encodeEvents`. */
  onEvents(run: number, batch: Uint8Array): void
  /** The lab cannot be reached; the link tries again by itself. */
  onLost(): void
  /** The lab does not let this page in: why, in a sentence. */
  onRefused(reason: string): void
}

/** The page's one way to its lab, wherever that is. */
export interface LabLink {
  readonly connected: boolean
  /** What stands before the fragment in a link to a run of this lab. */
  readonly link_base: string
  /** Rejects when no answer came in time. */
  ask(command: LabCommandInput): Promise<CommandAnswer>
  /** Hands the lab a recording that was exported as one file: answers as the command `import-recording` does. Rejects when the lab cannot be reached. */
  importRecording(file: File): Promise<CommandAnswer>
  /** As `ask`, of the room; absent: this lab cannot be opened to one. */
  askRoom?(request: RoomRequest): Promise<RoomAnswer>
}

export type OpenLab = (listener: LabListener) => LabLink
