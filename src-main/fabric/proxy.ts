import type { Socket } from 'node:net'
import { Connection } from './connection'
import type { ConnectionHost } from './connection'
import type { Link } from './link'
import { Listener } from './listener'

/** The listening end of one directed link: whoever sends over it connects here instead of to the receiver. */
export class Proxy {
  private readonly listener = new Listener((socket) => this.accept(socket))
  private readonly connections = new Set<Connection>()

  constructor(
    private readonly forward: Link,
    private readonly backward: Link,
    private readonly host: Omit<ConnectionHost, 'onClosed'>
  ) {}

  get port(): number {
    return this.listener.port
  }

  /** Begins to listen; a link that starts out refusing gets its port, too, and closes it. */
  async open(): Promise<void> {
    await this.listener.open()
    if (this.forward.model.mode === 'refuse') this.listener.close()
  }

  /** The link changed from this mode; connections are left alone unless the mode asks otherwise. Resolves once it is in force. */
  async onLinkModeChange(before: Link['model']['mode']): Promise<void> {
    const { mode } = this.forward.model
    if (mode === before) return
    if (mode === 'refuse') this.listener.close()
    for (const connection of [...this.connections]) connection.onLinkModeChange()
    if (before === 'refuse') await this.listener.open()
  }

  private accept(socket: Socket): void {
    const { mode } = this.forward.model
    if (mode === 'reset') return void socket.resetAndDestroy()
    if (mode === 'refuse') return void socket.destroy()
    const connection = new Connection(socket, this.forward, this.backward, {
      targetPort: this.host.targetPort,
      releaseDue: this.host.releaseDue,
      notice: this.host.notice,
      onClosed: (closed) => this.connections.delete(closed)
    })
    this.connections.add(connection)
    if (mode === 'half-open') connection.enterBlackHole()
  }
}
