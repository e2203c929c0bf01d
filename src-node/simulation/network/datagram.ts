import type { NodeId } from '../../../src-shared/ids'
import type { FrameSink } from './in-flight-frame'
import type { Accepter } from './connection'
import type { Frame } from './frame'
import type { Link } from './link'

/** What datagrams need of the network around them. */
export interface DatagramHost {
  readonly accepters: ReadonlyMap<NodeId, Accepter>
  /** A copy has left the link, whatever became of it. */
  onLeft(link: Link): void
}

/** A message that travels on its own: nothing is opened first, and who is not up when it arrives does not get it. */
export class Datagram implements FrameSink {
  constructor(
    private readonly link: Link,
    private readonly host: DatagramHost
  ) {}

  reaches(): boolean {
    return this.host.accepters.has(this.link.to)
  }

  deliver(_: unknown, frame: Frame, is_corrupt: boolean): void {
    this.host.accepters.get(this.link.to)!.onDatagram(this.link.from, frame, is_corrupt)
  }

  frameEntered(): void {}

  frameLeft(): void {
    this.host.onLeft(this.link)
  }
}
