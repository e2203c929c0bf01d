import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'

/** Ports on which these processes listen for TCP (Linux). */
export function portsOf(pids: readonly number[]): number[] {
  const sockets = new Set(pids.flatMap(socketsOf))
  return listeners()
    .filter(({ socket }) => sockets.has(socket))
    .map(({ port }) => port)
}

/** Which of these ports somebody still listens on. */
export function openPorts(ports: readonly number[]): number[] {
  const open = new Set(listeners().map(({ port }) => port))
  return ports.filter((port) => open.has(port))
}

/** Inodes of the sockets that a process holds. */
function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readlink(`/proc/${pid}/fd/${fd}`))?.[1] ?? [])
  } catch {
    // It has gone in the meantime.
    return []
  }
}

function readlink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function listeners(): { port: number; socket: string }[] {
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        // sl local_address:port rem_address st … uid timeout inode
        const [, local, , state, , , , , , socket] = line.trim().split(/\s+/)
        return state === LISTENING ? [{ port: Number.parseInt(local!.split(':')[1]!, 16), socket: socket! }] : []
      })
  )
}
