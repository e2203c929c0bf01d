import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { netsplit } from '../integration/cli/netsplit'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pacelc-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Line =
  | { readonly type: 'runs'; readonly row: string; readonly error: string | null }
  | {
      readonly type: 'placement'
      readonly row: string
      readonly partition: { class: string }
      readonly otherwise: { class: string }
    }

describe('netsplit pacelc', () => {
  it('places what it measured, and keeps a page and runs that come to the same', async () => {
    const out = join(folder, 'out')
    const { code, stdout } = await netsplit('pacelc', 'raft', '--seeds', '1', '--out', out, '--json')
    expect(code).toBe(0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    const placements = lines.flatMap((line) => (line.type === 'placement' ? [line] : []))
    expect(lines.filter(({ type }) => type === 'runs').length).toBe(8 * placements.length)
    expect(placements[0]).toMatchObject({ row: 'raft-1', partition: { class: 'PC' }, otherwise: { class: 'EC' } })

    const page = readFileSync(join(out, 'pacelc.html'), 'utf8')
    for (const { row } of placements) expect(page).toContain(`id="pacelc-${row}"`)
    expect(page).not.toMatch(/(src|href)="https?:/)
    expect(readdirSync(out).filter((name) => name.endsWith('.yaml')).length).toBe(8 * placements.length)
    const run = await netsplit('run', join(out, 'raft-1-cut-p1.yaml'), '--json')
    expect(run.code).toBe(0)
  })

  it('prints figures and reasons for people', async () => {
    const { code, stdout } = await netsplit('pacelc', 'raft', '--seeds', '1')
    expect(stdout).toMatch(/^Raft +0\.1 ms +1 ms +30 ms +150 ms +600 ms +round trips$/m)
    expect(stdout).toMatch(/^ {2}linearizable reads\n {4}PC \/ EC\n {4}reads .+ beside a leader, 2\.\d elsewhere$/m)
    expect(code).toBe(0)
  })

  it('refuses protocols that there are not, and seeds without end', async () => {
    const unknown = await netsplit('pacelc', 'rafd')
    expect(unknown.stderr).toMatch(/^unknown protocol rafd;/)
    expect(unknown.code).toBe(2)
    expect((await netsplit('pacelc', '--seeds', '1..1000')).code).toBe(2)
  })
})
