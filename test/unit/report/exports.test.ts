import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawPng } from '../../../src-main/report/draw-png'
import { writeExports } from '../../../src-main/report/exports'
import { csvText, jsonText } from '../../../src-main/report/table'
import type { Table, Value } from '../../../src-shared/folds/table'
import { chartsFor } from '../../../src-shared/charts'
import { foldRun } from '../../../src-shared/folds/run'
import { reportOf } from '../support/report'
import { minuteOfRaft } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const folders: string[] = []
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netsplit-exports-'))
  folders.push(folder)
  return folder
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const report = reportOf(minuteOfRaft())

describe('tables', () => {
  const table = (rows: Value[][]): Table => ({ name: 'x', title: 'X', columns: ['a', 'b'], rows: () => rows })
  const csv = (rows: Value[][]) => [...csvText(table(rows))].join('')

  it('quote what CSV would take for structure', () => {
    expect(csv([['plain', 'with, comma']])).toBe('a,b\nplain,"with, comma"\n')
    expect(csv([['say "no"', 'two\nlines']])).toBe('a,b\n"say ""no""","two\nlines"\n')
    expect(csv([[null, NaN]])).toBe('a,b\n,\n')
    expect(csv([[0, false]])).toBe('a,b\n0,false\n')
  })

  it('are JSON, with and without rows', () => {
    const json = (rows: Value[][]): unknown => JSON.parse([...jsonText(table(rows))].join(''))
    expect(json([])).toEqual({ name: 'x', title: 'X', columns: ['a', 'b'], rows: [] })
    expect(
      json([
        [1, '"'],
        [null, NaN]
      ])
    ).toMatchObject({
      rows: [
        [1, '"'],
        [null, null]
      ]
    })
  })

  it('come in chunks, never as one text', () => {
    const chunks = [...csvText({ ...table([]), rows: () => Array.from({ length: 50_000 }, (_, i) => [i, 'x'.repeat(20)]) })]
    expect(chunks.length).toBeGreaterThan(10)
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(70_000)
  })
})

describe('exports', () => {
  const folder = { path: '' }
  let written: string[] = []
  beforeAll(async () => {
    folder.path = temporaryFolder()
    written = await writeExports(folder.path, report, ['csv', 'json', 'svg', 'png', 'html'])
    // A picture of each chart takes a while on a busy machine.
  })
  const text = (path: string) => readFileSync(join(folder.path, path), 'utf8')

  it('are all where the answer says', () => {
    for (const path of written) expect(existsSync(join(folder.path, path)), path).toBe(true)
    const charts = chartsFor(raft).filter(({ applies }) => applies(foldRun(minuteOfRaft(), raft)))
    for (const { id } of charts) expect(written).toEqual(expect.arrayContaining([`svg/${id}.svg`, `png/${id}.png`]))
    expect(written).toContain('report.html')
  })

  it('hold the whole history in CSV and in JSON', () => {
    const lines = text('csv/history.csv').trimEnd().split('\n')
    expect(lines).toHaveLength(report.history.length + 1)
    expect(lines[0]).toBe(
      'client,op,f,key,value,expected,policy,invoked_us,completed_us,outcome,result_value,result_swapped,to,keys,result_values'
    )
    const { rows } = JSON.parse(text('json/history.json')) as { rows: Value[][] }
    expect(rows.map((row) => row[9])).toEqual(report.history.map(({ outcome }) => outcome))
  })

  it('hold each series: operations add up to those of the run, and a gap is an empty field', () => {
    const [head, ...rows] = text('csv/operations.csv')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
    const sum = (column: string) => rows.reduce((total, row) => total + Number(row[head!.indexOf(column)]), 0)
    const { ok, fail, unknown } = report.result.operations
    expect([sum('ok'), sum('fail'), sum('unknown')]).toEqual([ok, fail, unknown])
    expect(text('csv/commit-index.csv')).toMatch(/,n4,\n/)
  })

  it('say what every sampled gauge means', () => {
    const names = (path: string, column: number) => {
      const { rows } = JSON.parse(text(path)) as { rows: Value[][] }
      return new Set(rows.map((row) => String(row[column]).replace(/\..*/, '')))
    }
    const sampled = names('json/samples.json', 2)
    expect(sampled.size).toBeGreaterThan(1)
    expect([...names('json/gauges.json', 0)]).toEqual(expect.arrayContaining([...sampled]))
    expect(text('csv/gauges.csv')).toContain('sync_ms,"Disk sync, mean",ms\n')
  })

  it('draw every series into the SVG, titled for those who cannot see it', () => {
    const svg = text('svg/lag-entries.svg')
    expect(svg).toMatch(/^<svg role="img"/)
    expect(svg).toContain('<title>Replication lag</title>')
    expect(svg).toContain('cut n1 n2 | n3 n4 n5 at 12.0 s')
    for (const colour of ['#0072B2', '#D55E00', '#009E73', '#AC5C8A']) expect(svg).toContain(`stroke="${colour}"`)
  })

  it('draw PNGs at twice the size', () => {
    const png = readFileSync(join(folder.path, 'png/latency.png'))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBe(1920)
  })

  it('draw text into PNGs with the fonts that come along', async () => {
    const picture = (words: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text y="30" font-family="Inter">${words}</text></svg>`
    const [blank, words] = await Promise.all([drawPng(picture('')), drawPng(picture('★ leader ▲ ● ‖ ○ × µs'))])
    expect(words.length).toBeGreaterThan(2 * blank.length)
  })
})

describe('a folder that cannot be written to', () => {
  it('is one clear sentence, and what was there stays', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'csv'), 'a file of that name')
    const failure = writeExports(folder, report, ['csv'])
    await expect(failure).rejects.toThrow(
      /^The export to .* failed: a part of this path is a file; expected a folder; nothing was written, and the run itself is untouched\.$/
    )
    expect(readFileSync(join(folder, 'csv'), 'utf8')).toBe('a file of that name')
  })

  it.skipIf(process.getuid?.() === 0)('names missing permission', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)
    await expect(writeExports(folder, report, ['html'])).rejects.toThrow('this folder may not be written to')
  })

  it.skipIf(!existsSync('/dev/full'))('names a full disk', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'csv'))
    symlinkSync('/dev/full', join(folder, 'csv', 'operations.csv'))
    await expect(writeExports(folder, report, ['csv'])).rejects.toThrow('the disk is full')
  })
})
