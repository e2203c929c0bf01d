import type { NodeId } from '../../../src-shared/ids'
import type { FrameSink } from './in-flight-frame'
import type { Accepter } from './connection'
import type { Frame } from './frame'
import type { Link } from './link'

/** The way of datagrams from one node to another: nothing is opened first, and who is not up when one arrives does not get it. */
export class DatagramPath implements FrameSink {
  /** Datagrams sent since the sender's boot: the number of the newest. */
  frames = 0
  readonly is_connected = true

  constructor(
    private readonly link: Link,
    private readonly accepters: ReadonlyMap<NodeId, Accepter>
  ) {}

  send(frame: Frame): void {
    this.link.send(this, 'forward', frame)
  }

  reaches(): boolean {
    return this.accepters.has(this.link.to)
  }

  deliver(_: unknown, frame: Frame, is_corrupt: boolean): void {
    this.accepters.get(this.link.to)!.onDatagram(this.link.from, frame, is_corrupt)
  }

  /** Nobody waits for the last one. */
  frameEntered(): void {}

  frameLeft(): void {}
}
