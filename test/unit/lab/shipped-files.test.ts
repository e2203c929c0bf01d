import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readSource, ShippedFiles } from '../../../src-main/lab/scenario-files/source-file'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'netsplit-test-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string, changed_s: number): void {
  const path = join(folder, `${name}.yaml`)
  writeFileSync(path, text)
  utimesSync(path, changed_s, changed_s)
}

it('parses a file again only when it has changed, and sees files come and go', () => {
  const parsed: string[] = []
  const files = new ShippedFiles(folder, (name) => {
    parsed.push(name)
    return readSource(folder, name, 'scenario')
  })
  write('b', 'two', 1)
  write('a', 'one', 1)
  expect(files.all().map(({ id, text }) => `${id} ${text}`)).toEqual(['a one', 'b two'])
  files.all()
  expect(parsed.sort()).toEqual(['a', 'b'])

  write('b', 'changed', 2)
  write('c', 'three', 1)
  rmSync(join(folder, 'a.yaml'))
  expect(files.all().map(({ id, text }) => `${id} ${text}`)).toEqual(['b changed', 'c three'])
  expect(parsed.sort()).toEqual(['a', 'b', 'b', 'c'])
})
