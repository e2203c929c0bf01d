import type { NodeId } from '../../../src-shared/ids'
import type { LinkMode } from '../../../src-shared/network/netem'
import type { Direction, FrameSink } from './in-flight-frame'
import type { Frame } from './frame'
import type { Link } from './link'

/** The end that opens a connection. Nothing of this is called from within a call of its own. */
export interface Opener {
  /** Frames can leave from now on, though perhaps into nothing. */
  onConnected(): void
  /** The node at the other end, in this boot, has said hello. */
  onGreeted(boot: number): void
  /** The connection is gone, or never came to be. */
  onLost(): void
  onFrame(frame: Frame, is_corrupt: boolean): void
}

/** The end that accepts connections: a node that is up. */
export interface Accepter {
  readonly boot: number
  /** Somebody has connected and said hello; `greet` says hello back. */
  onOpen(connection: Connection, greet: () => void): void
  onFrame(connection: Connection, frame: Frame, is_corrupt: boolean): void
  /** A message came on its own. */
  onDatagram(from: NodeId, frame: Frame, is_corrupt: boolean): void
  onClose(connection: Connection): void
}

/** What a connection needs of the network around it. */
export interface ConnectionHost {
  /** Who accepts connections to this connection's node; null: nobody. */
  accepter(): Accepter | null
  /** Calls back after the time that a loopback socket takes. */
  later(run: () => void): void
  onGone(connection: Connection): void
}

/**
 * A connection through the proxy of the forward link, from its opening to its end; see the fabric's `Connection`, which does the same
 * to sockets. The forward link carries what the opener says, the backward link what comes back. The connection itself, its
 * handshakes and its end, is the forward link's alone.
 */
export class Connection implements FrameSink {
  private opener: Opener | null
  private accepter: Accepter | null = null
  private is_connected = false
  /** The accepter's side was taken away, and the opener does not know. */
  private is_black_holed = false
  /** The accepter has gone, which the opener learns as soon as it can. */
  private is_over = false
  private is_lost = false
  private forward_frames = 0
  private backward_frames = 0
  /** News of the connection that a black hole holds back until it is healed. */
  private held: (() => void)[] = []

  constructor(
    opener: Opener,
    readonly forward: Link,
    readonly backward: Link,
    private readonly host: ConnectionHost
  ) {
    this.opener = opener
    host.later(() => this.reach())
  }

  /** Sends a frame from either end. */
  send(direction: Direction, frame: Frame): void {
    const link = direction === 'forward' ? this.forward : this.backward
    link.send(this, direction, frame)
  }

  reaches(direction: Direction): boolean {
    return (direction === 'forward' ? this.accepter : this.opener) !== null && !this.is_black_holed
  }

  deliver(direction: Direction, frame: Frame, is_corrupt: boolean): void {
    if (direction === 'forward') this.accepter!.onFrame(this, frame, is_corrupt)
    else this.opener!.onFrame(frame, is_corrupt)
  }

  frameEntered(direction: Direction): void {
    this.count(direction, 1)
  }

  frameLeft(direction: Direction): void {
    this.count(direction, -1)
    if (this.opener === null || this.accepter === null) this.forwardEnd()
  }

  /** The forward link's mode changed. */
  onLinkModeChange(): void {
    const { mode } = this
    if (mode === 'refuse' || mode === 'reset' || (this.is_black_holed && mode !== 'half-open')) return this.lose()
    if (mode === 'half-open') return this.enterBlackHole()
    if (mode !== 'open') return
    if (this.is_connected && !this.accepter && !this.is_over) this.reach()
    for (const notify of this.held.splice(0)) notify()
    this.forwardEnd()
  }

  /** The opener leaves; what it has sent still arrives. */
  leave(): void {
    this.opener = null
    this.forwardEnd()
  }

  /** The accepter, if it is at the other end, is no more; what it has sent still arrives. */
  onAccepterClosed(accepter: Accepter): void {
    if (this.accepter !== accepter) return
    this.accepter = null
    this.is_over = true
    this.forwardEnd()
  }

  /** Frames in flight. */
  private count(direction: Direction, more: number): void {
    if (direction === 'forward') this.forward_frames += more
    else this.backward_frames += more
  }

  private get mode(): LinkMode {
    return this.forward.model.mode
  }

  /** The opener's call arrives at the proxy, or the way to the accepter is open at last. */
  private reach(): void {
    if (!this.opener || this.is_lost) return
    const { mode } = this
    if (mode === 'refuse' || mode === 'reset') return this.lose()
    const accepter = mode === 'open' ? this.host.accepter() : null
    if (mode === 'open' && !accepter) return this.lose()
    if (mode === 'half-open') this.is_black_holed = true
    this.accepter = accepter
    if (!this.is_connected) this.opener.onConnected()
    this.is_connected = true
    accepter?.onOpen(this, () => this.host.later(() => this.whenNotCut(() => this.greet(accepter))))
  }

  private greet(accepter: Accepter): void {
    if (this.accepter === accepter) this.opener?.onGreeted(accepter.boot)
  }

  private whenNotCut(notify: () => void): void {
    if (this.mode === 'cut') this.held.push(notify)
    else notify()
  }

  private enterBlackHole(): void {
    if (this.is_black_holed) return
    this.is_black_holed = true
    this.dropAccepter()
  }

  /** Ends both sides at once. */
  private lose(): void {
    if (this.is_lost) return
    this.is_lost = true
    this.dropAccepter()
    this.host.onGone(this)
    this.host.later(() => this.notifyOpener())
  }

  private dropAccepter(): void {
    this.accepter?.onClose(this)
    this.accepter = null
  }

  private notifyOpener(): void {
    const { opener } = this
    this.opener = null
    opener?.onLost()
  }

  /** An end follows the last frame through its link, and no news of it comes through a cut one. */
  private forwardEnd(): void {
    if (this.mode === 'cut') return
    if (this.opener === null && this.forward_frames === 0) {
      this.dropAccepter()
      this.host.onGone(this)
    } else if (this.is_over && this.backward_frames === 0) {
      this.lose()
    }
  }
}
