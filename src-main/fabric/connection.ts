import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { Channel } from './channel'
import type { Link } from './link'

/** What a connection needs of its proxy. */
export interface ConnectionHost {
  /** Port of the receiver, null while it is down. */
  targetPort(): number | null
  /** Lets out what is due already. */
  releaseDue(): void
  notice(level: 'info' | 'warning', text: string): void
  onClosed(connection: Connection): void
}

/**
 * A sender's connection and the one to the receiver that continues it. The forward link carries what the sender says, the
 * backward link what comes back (replies to clients). The connection itself, its handshakes and its end, is the forward link's
 * alone: a one-way cut of the backward link loses frames but leaves the connection working.
 */
export class Connection {
  private receiver: Socket | null = null
  private forward: Channel | null = null
  private backward: Channel | null = null
  private is_black_holed = false

  constructor(
    private readonly sender: Socket,
    private readonly forward_link: Link,
    private readonly backward_link: Link,
    private readonly host: ConnectionHost
  ) {
    sender.on('error', ignore)
    sender.on('close', () => this.senderClosed())
    if (forward_link.model.mode === 'open') this.reach()
    else this.listen()
  }

  /** The forward link's mode changed. */
  onLinkModeChange(): void {
    const { mode } = this.forward_link.model
    if (mode === 'refuse') this.destroy()
    else if (mode === 'reset' || (this.is_black_holed && mode !== 'half-open')) this.reset()
    else if (mode === 'half-open') this.enterBlackHole()
    else if (mode === 'open' && !this.receiver) this.reach()
    this.forward?.onLinkModeChange()
    this.backward?.onLinkModeChange()
  }

  /** Closes both sides. */
  destroy(): void {
    this.sender.destroy()
    this.receiver?.destroy()
  }

  private reset(): void {
    this.sender.resetAndDestroy()
    this.receiver?.resetAndDestroy()
  }

  /** Half-open: drops the receiver's connection and keeps the sender's; what it sends is discarded. */
  enterBlackHole(): void {
    if (this.is_black_holed) return
    this.is_black_holed = true
    this.listen().detach()
    this.backward?.detach()
    this.receiver?.destroy()
  }

  /** Connects to the receiver; the sender is not read meanwhile. */
  private reach(): void {
    const port = this.host.targetPort()
    if (port === null) return this.destroy()
    this.forward?.awaitSink()
    const receiver = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true })
    this.receiver = receiver
    receiver.on('error', ignore)
    receiver.on('connect', () => this.reached(receiver))
    receiver.on('close', () => this.receiverClosed())
  }

  private reached(receiver: Socket): void {
    this.backward = this.createChannel(this.backward_link, receiver)
    this.backward.attach(this.sender)
    this.listen().attach(receiver)
  }

  /** Reads the sender's frames, whether or not they can get anywhere. */
  private listen(): Channel {
    return (this.forward ??= this.createChannel(this.forward_link, this.sender))
  }

  private createChannel(link: Link, source: Socket): Channel {
    return new Channel(link, source, {
      isCut: () => this.forward_link.model.mode === 'cut',
      onRead: () => this.host.releaseDue(),
      onTruncated: () => this.host.notice('info', `${link.id}: a connection ended within a frame`),
      onInvalidFrame: (error) => {
        this.host.notice('warning', `${link.id}: closed a connection that sent no frames: ${error.message}`)
        this.destroy()
      }
    })
  }

  private receiverClosed(): void {
    // Once connected, the backward channel passes the end on in its own time.
    if (!this.backward && !this.is_black_holed) this.sender.destroy()
    this.closeIfDone()
  }

  private senderClosed(): void {
    if (!this.forward) this.receiver?.destroy()
    this.closeIfDone()
  }

  private closeIfDone(): void {
    if (this.sender.destroyed && (!this.receiver || this.receiver.destroyed)) this.host.onClosed(this)
  }
}

/** Errors of a socket are always followed by its `close`, which is dealt with. */
function ignore(): void {}
