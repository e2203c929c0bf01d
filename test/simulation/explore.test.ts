import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { netsplit } from '../integration/cli/netsplit'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'explore-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface CellLine {
  readonly row: string
  readonly column: string
  readonly strongest: readonly string[]
  readonly scenario: string
  readonly seed: number
}

describe('netsplit explore', () => {
  it('finds what two settings promise under two faults, and keeps a page and runs that come to the same', async () => {
    const out = join(folder, 'out')
    const words = ['explore', 'raft', '--fault', 'none,leader-cut', '--seeds', '1..2']
    const { code, stdout } = await netsplit(...words, '--out', out, '--json')
    expect(code).toBe(0)
    const cells = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CellLine)
    expect(cells.map(({ row, column }) => `${row} ${column}`)).toEqual([
      'raft-1 none',
      'raft-1 leader-cut',
      'raft-2 none',
      'raft-2 leader-cut'
    ])
    expect(cells[0]!.strongest).toEqual(['linearizable'])
    expect(cells[1]!.strongest).toEqual(['linearizable'])

    const page = readFileSync(join(out, 'explorer.html'), 'utf8')
    for (const { row, column } of cells) expect(page).toContain(`id="cell-${row}-${column}"`)
    expect(page).not.toMatch(/(src|href)="https?:/)
    const run = await netsplit('run', join(out, 'raft-1-leader-cut.yaml'), '--json')
    expect(run.code).toBe(0)
  })

  it('prints a table for people', async () => {
    const { code, stdout } = await netsplit('explore', 'raft', '--fault', 'none', '--seeds', '1')
    expect(stdout).toMatch(/^Raft\n {2}linearizable reads +● linearizable$/m)
    expect(code).toBe(0)
  })

  it('refuses faults that there are not', async () => {
    const { code, stderr } = await netsplit('explore', '--fault', 'flood')
    expect(stderr).toMatch(/^unknown fault flood;/)
    expect(code).toBe(2)
  })
})
