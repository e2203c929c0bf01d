import type { EndpointId, NodeId } from '../../../src-shared/ids'
import type { Random } from '../../../src-shared/random'
import type { Cancel, Scheduler } from '../../../src-shared/scheduler'
import { createBackoff } from '../../node-core/backoff'
import type { Backoff } from '../../node-core/backoff'
import type { Connection, Opener } from './connection'
import type { Frame } from './frame'
import type { Network } from './network'

const RECONNECT_FIRST_MS = 10
const RECONNECT_MAX_MS = 500

export interface DialerOptions {
  readonly network: Network
  readonly from: EndpointId
  readonly to: NodeId
  /** Time as the dialing end lives it. */
  readonly scheduler: Scheduler
  readonly random: Random
  /** Give a connection up on which nobody has greeted by then; null: never. */
  readonly greeted_within_us: number | null
  /** Runs it when the dialing end gets round to it. */
  readonly turn: (run: () => void) => void
  /** Frames can leave from now on. */
  readonly onConnected?: () => void
  /** The node greeted (true), or the connection on which it had done so is gone. */
  readonly onGreeted: (greeted: boolean) => void
  readonly onFrame: (frame: Frame, is_corrupt: boolean) => void
}

/** Keeps a connection to a node: opens it, and again whenever it is lost, until it is closed. */
export class Dialer implements Opener {
  /** Frames for this node since the dialing end began, those included that found no connection: the number of the newest. */
  frames = 0
  /** Frames can leave; whether the node itself is behind it is another question. */
  is_connected = false
  /** Boot of the node that has greeted; null: none has, on this connection. */
  greeted_boot: number | null = null
  private connection: Connection | null = null
  private cancelTimer: Cancel = () => {}
  private is_waiting = false
  private is_closed = false
  private readonly backoff: Backoff

  constructor(private readonly options: DialerOptions) {
    this.backoff = createBackoff(RECONNECT_FIRST_MS, RECONNECT_MAX_MS, options.random)
  }

  connect(): void {
    const { network, from, to, scheduler, greeted_within_us } = this.options
    this.is_waiting = false
    this.connection = network.open(from, to, this)
    if (greeted_within_us !== null) this.cancelTimer = scheduler.after(greeted_within_us, () => this.giveUp())
  }

  /** Makes the next attempt at once, where one is being waited for. */
  retryNow(): void {
    if (!this.is_waiting || this.is_closed) return
    this.cancelTimer()
    this.connect()
  }

  /** Only while connected. */
  send(frame: Frame): void {
    this.connection!.send('forward', frame)
  }

  /** For good. */
  close(): void {
    this.is_closed = true
    this.cancelTimer()
    this.connection?.leave()
    this.connection = null
  }

  onConnected(): void {
    this.options.turn(() => {
      this.is_connected = this.connection !== null
      if (this.is_connected) this.options.onConnected?.()
    })
  }

  onGreeted(boot: number): void {
    this.options.turn(() => {
      if (!this.connection) return
      this.cancelTimer()
      this.greeted_boot = boot
      this.backoff.reset()
      this.options.onGreeted(true)
    })
  }

  onLost(): void {
    this.options.turn(() => this.lost())
  }

  onFrame(frame: Frame, is_corrupt: boolean): void {
    this.options.onFrame(frame, is_corrupt)
  }

  private giveUp(): void {
    this.connection?.leave()
    this.lost()
  }

  private lost(): void {
    if (this.is_closed) return
    const was_greeted = this.greeted_boot !== null
    this.connection = null
    this.is_connected = false
    this.greeted_boot = null
    this.cancelTimer()
    this.is_waiting = true
    this.cancelTimer = this.options.scheduler.after(this.backoff.next_ms() * 1000, () => this.connect())
    if (was_greeted) this.options.onGreeted(false)
  }
}
