import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defineScenarioListings } from '../../../scripts/scenario-listings.mts'
import { shippedListings, shippedScenarioNames } from '../../../src-main/lab/scenario-files/scenarios'
import { readSource, ShippedFiles, shippedFolder, shippedPaths } from '../../../src-main/lab/scenario-files/source-file'
import { sectionOfPath } from '../../../src-shared/lessons/sections'

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
  const files = new ShippedFiles(folder, (path) => {
    parsed.push(basename(path, '.yaml'))
    return readSource(folder, path, 'scenario')
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

it('are found by name in the folder of their section', () => {
  mkdirSync(join(folder, 'consensus'))
  write('consensus/b', 'inside', 1)
  write('a', 'outside', 1)
  const files = new ShippedFiles(folder, (path) => readSource(folder, path, 'scenario'))
  expect(files.names()).toEqual(['a', 'b'])
  expect(readSource(folder, 'b', 'scenario')).toEqual({ id: 'b', path: join(folder, 'consensus', 'b.yaml'), text: 'inside' })
  expect(files.named('c')).toBeUndefined()
})

it('one that is asked for by name is read alone', () => {
  write('a', 'one', 1)
  write('b', 'two', 1)
  const read: string[] = []
  const files = new ShippedFiles(folder, (path) => {
    read.push(basename(path))
    return readSource(folder, path, 'scenario')
  })
  expect(files.named('b')?.text).toBe('two')
  expect(read).toEqual(['b.yaml'])
})

it('the catalogue that a build prepares is the one that the files give', async () => {
  const { SCENARIO_LISTINGS } = await defineScenarioListings()
  const prepared = shippedScenarioNames().map((name) => SCENARIO_LISTINGS[name]?.listing)
  expect(prepared).toEqual(shippedListings())
})

it('shipped scenarios have names of their own over all folders, each of which is a section of the chapter', () => {
  const paths = shippedPaths(shippedFolder('scenarios'), '.yaml')
  expect(new Set(paths.map((path) => basename(path))).size).toBe(paths.length)
  expect(paths.filter((path) => sectionOfPath(path) === null)).toEqual([])
})
