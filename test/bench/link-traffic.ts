/** What the link benchmarks share: a plain pipe to compare with, and traffic that is measured the same way on every path. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { FRAME_HEADER_BYTES, FRAME_KINDS } from '../../src-shared/wire/frame'
import { packBody } from '../../src-shared/wire/frame-codec'
import { FrameWriter } from '../../src-shared/wire/frame-writer'

const PLAIN_PIPE = `
  const { connect, createServer } = require('node:net')
  const server = createServer({ noDelay: true }, (socket) => {
    const onward = connect({ host: '127.0.0.1', port: Number(process.argv[1]), noDelay: true })
    socket.pipe(onward).pipe(socket)
    for (const each of [socket, onward]) each.on('error', () => {})
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
  process.stdin.resume().on('end', () => process.exit())
`

/** The least that a Node proxy in a process of its own can do: two sockets piped into each other. */
export async function startPlainPipe(target_port: number): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, ['-e', PLAIN_PIPE, String(target_port)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { port: Number(line), stop: () => child.stdin.end() }
}

/** A server on a free port of the loopback. */
export async function listen(onConnection: (socket: Socket) => void): Promise<Server & { port: number }> {
  const server = createServer({ noDelay: true }, onConnection)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(server, { port: (server.address() as AddressInfo).port })
}

export async function connectTo(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** So many frames of exactly this size, one behind the other. */
export function framesOf(frame_bytes: number, count: number): Uint8Array {
  const header = { kind: FRAME_KINDS.message, traced: false, type_code: 0, n: 1, boot: 1, lamport: 0, vector: [] }
  const overhead = packBody(new Uint8Array(frame_bytes)).length - frame_bytes
  const body = packBody(new Uint8Array(frame_bytes - FRAME_HEADER_BYTES - overhead))
  const writer = new FrameWriter()
  for (let i = 0; i < count; i++) writer.append({ ...header, n: i + 1 }, body)
  return writer.take()
}
