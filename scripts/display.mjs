import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Whether windows can be opened here. */
export const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Starts an X server without a screen; returns its display (as in `:99`) and what ends it. */
export async function startVirtualDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe']
  })
  const ended = once(server, 'exit')
  const number = await Promise.race([
    once(server.stdio[3], 'data').then(([data]) => String(data).trim()),
    once(server, 'error').then(([error]) => Promise.reject(new Error(`Xvfb could not be started: ${error.message}`))),
    ended.then(() => Promise.reject(new Error('Xvfb ended before it had a display')))
  ])
  const stop = async () => {
    server.kill()
    await ended
  }
  return { display: `:${number}`, stop }
}
