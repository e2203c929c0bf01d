import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { closeChannel } from '../../../src-main/lab/nodes/close-channel'

/** Says something short, then something so long that it arrives in many parts, and ends when its channel closes. */
const PROGRAM = `process.on('disconnect', () => process.exit(0))
process.send('begun')
process.send(new Uint8Array(50_000_000), undefined, undefined, () => {})
setInterval(() => {}, 1000)
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-channel-'))
  writeFileSync(join(folder, 'talker.js'), PROGRAM)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('closes a channel at any moment, in the middle of a message too', async () => {
  for (let wait_ms = 0; wait_ms < 200; wait_ms += 15) {
    const child = fork(join(folder, 'talker.js'), { serialization: 'advanced' })
    await once(child, 'message')
    await new Promise((resolve) => setTimeout(resolve, wait_ms))
    const exited = once(child, 'exit')
    closeChannel(child)
    expect(await exited).toEqual([0, null])
  }
})
