import { Task } from '../scheduler'
import type { Connection } from './connection'
import type { Frame } from './frame'
import type { Link } from './link'

/** `forward`: from the end that opened the connection to the one that accepted it. */
export type Direction = 'forward' | 'backward'

/** A copy of a frame inside a link, waiting for its time. */
export class InFlightFrame extends Task {
  constructor(
    readonly link: Link,
    readonly connection: Connection,
    readonly direction: Direction,
    readonly frame: Frame,
    readonly sent_us: number,
    /** When it entered the link. */
    readonly offered_us: number,
    /** 1 for the second copy of a duplicated frame. */
    readonly copy: 0 | 1,
    readonly is_corrupt: boolean
  ) {
    super()
  }

  run(): void {
    this.link.arrive(this)
  }
}
