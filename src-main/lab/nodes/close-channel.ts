import type { ChildProcess } from 'node:child_process'

/**
 * Closes a child's control channel, as the end of its parent would. Where half a message has arrived, Node's `disconnect` waits for the
 * rest, which it then drops without a word, and so never closes; an event of that kind makes it go on.
 */
export function closeChannel(child: ChildProcess): void {
  if (!child.connected) return
  child.disconnect()
  child.emit('internalMessage', {})
}
