/** The child's end of the channel that `child_process.fork(…, { serialization: 'advanced' })` opens. */

/** A batch of events from a child, as `encodeEvents` packed it; every child's outgoing messages include this one. */
export interface EventsMessage {
  readonly kind: 'events'
  readonly batch: Uint8Array
}

/** Every child's first message: its program is loaded and waits for orders. The run's time begins when all have said so. */
export interface LoadedMessage {
  readonly kind: 'loaded'
}

/** Typed sending and receiving; what the message types are is between the child and its parent. */
export interface ControlChannel<Incoming, Outgoing> {
  /** `written` is called once the message has left this process. */
  send(message: Outgoing, written?: () => void): void
  /** Registers the one handler. Messages that arrive before are kept for it. */
  onMessage(handler: (message: Incoming) => void): void
}

/**
 * Opens the channel, and ties this process's life to it: the process exits at once when the channel closes, however the parent
 * ended. Throws when the process was not forked.
 */
export function openControlChannel<Incoming, Outgoing>(): ControlChannel<Incoming, Outgoing> {
  if (!process.send || !process.connected) throw new Error('this program is started by the lab, with a control channel')
  process.on('disconnect', () => process.exit(0))
  // Ctrl-C reaches every process of the terminal's group; the parent decides what ends when.
  process.on('SIGINT', () => {})

  let early: Incoming[] = []
  const keepEarly = (message: unknown) => early.push(message as Incoming)
  process.on('message', keepEarly)
  // With a callback an error is not thrown: it means that the parent is gone, and 'disconnect' ends this process.
  const send = (message: Outgoing | LoadedMessage, written?: () => void) =>
    void process.send!(message, undefined, undefined, () => written?.())
  send({ kind: 'loaded' })
  return {
    send,
    onMessage(handler) {
      process.off('message', keepEarly)
      process.on('message', (message) => handler(message as Incoming))
      early.forEach(handler)
      early = []
    }
  }
}
