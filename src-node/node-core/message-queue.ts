import type { Scheduler } from '../../src-shared/scheduler'
import type { Input, ProtocolMessage } from '../protocols/contract'

type Message = Extract<Input<ProtocolMessage>, { readonly kind: 'message' }>

/** Messages that wait at most; more are lost, as where a socket's buffer is full. */
const WAITING_MAX = 10_000

interface MessageQueueOptions {
  /** What each message occupies the node for. */
  readonly message_us: number
  /** True time. */
  readonly scheduler: Scheduler
  /** Its time is over: the protocol's turn. */
  readonly handle: (message: Message) => void
}

/** A node's capacity for messages of other nodes: one after the other, first come, first handled. */
export class MessageQueue {
  private busy_until_us = 0
  private waiting = 0

  constructor(private readonly options: MessageQueueOptions) {}

  offer(message: Message): void {
    const { message_us, scheduler, handle } = this.options
    if (this.waiting >= WAITING_MAX) return
    this.waiting++
    const now_us = scheduler.now_us()
    this.busy_until_us = Math.max(now_us, this.busy_until_us) + message_us
    scheduler.after(this.busy_until_us - now_us, () => {
      this.waiting--
      handle(message)
    })
  }
}
