import type { EndpointId, LinkId } from '../../../src-shared/ids'
import { Task } from '../scheduler'
import type { Frame } from './frame'

/** `forward`: from the end that opened the connection to the one that accepted it. */
export type Direction = 'forward' | 'backward'

/** The link that copies of frames wait in. */
export interface Carrier {
  readonly id: LinkId
  readonly from: EndpointId
  readonly to: EndpointId
  /** A copy's time has come; `by_hand`: whatever the link would have done. */
  arrive(copy: InFlightFrame, by_hand?: boolean): void
  /** A copy is thrown away by hand. */
  discard(copy: InFlightFrame): void
}

/** The connection that frames belong to. */
export interface FrameSink {
  /** Whether what arrives finds somebody. */
  reaches(direction: Direction): boolean
  deliver(direction: Direction, frame: Frame, is_corrupt: boolean): void
  frameEntered(direction: Direction): void
  frameLeft(direction: Direction): void
}

/** A copy of a frame inside a link, waiting for its time. */
export class InFlightFrame extends Task {
  constructor(
    readonly link: Carrier,
    readonly connection: FrameSink,
    readonly direction: Direction,
    readonly frame: Frame,
    readonly sent_us: number,
    /** When it entered the link. */
    readonly offered_us: number,
    /** 1 for the second copy of a duplicated frame. */
    readonly copy: 0 | 1,
    readonly is_corrupt: boolean,
    readonly is_altered: boolean
  ) {
    super()
  }

  run(): void {
    this.link.arrive(this)
  }
}
