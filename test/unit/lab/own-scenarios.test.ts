import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OwnScenarios } from '../../../src-main/lab/scenario-files/own-scenarios'
import { ScenarioFolder } from '../../../src-main/lab/scenario-files/scenario-folder'
import { SCENARIO_CHARS_MAX } from '../../../src-shared/scenario/text-max'

const textOf = (name: string, title = 'Mine') => `# kept\nname: ${name}\ntitle: ${title}\ncluster: { nodes: 3 }\n`

let outside: string
let folder: string
let own: OwnScenarios
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'netsplit-own-'))
  folder = join(outside, 'scenarios')
  own = new OwnScenarios(new ScenarioFolder(folder), new Set(['raft-steady']))
})
afterEach(() => rmSync(outside, { recursive: true, force: true }))

const save = (name: string, text = textOf(name)) => own.save(name, text, { replace: false })
const put = (file: string, text: string) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), text)
}
const listed = async () => (await own.list()).map(({ id, error }) => ({ id, error }))

describe('a scenario of one’s own', () => {
  it('lies in the folder, is listed, and is found by its name', async () => {
    expect(await own.list()).toEqual([])
    await save('b')
    await save('a')
    expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'b.yaml'])
    expect(await own.list()).toMatchObject([{ id: 'a', title: 'Mine', nodes: 3, protocol: 'raft', error: null }, { id: 'b' }])
    expect(await own.find('a')).toMatchObject({ id: 'a', text: textOf('a'), parse: { ok: true } })
    expect(await own.find('../a')).toBeNull()
  })

  it('says its new name and title when it is saved under them, with its comments', async () => {
    await own.save('copy', textOf('a'), { title: 'A copy', replace: false })
    expect(readFileSync(join(folder, 'copy.yaml'), 'utf8')).toBe(textOf('copy', 'A copy'))
  })

  it('is replaced only where that is asked for', async () => {
    await save('a')
    await expect(save('a', 'other')).rejects.toThrow('you have a scenario named a already: choose another name')
    await own.save('a', textOf('a', 'Changed'), { replace: true })
    expect(await own.list()).toMatchObject([{ id: 'a', title: 'Changed' }])
  })

  it('is renamed, its text too', async () => {
    await save('a')
    await save('b')
    await expect(own.rename('a', 'b', 'B')).rejects.toThrow('you have a scenario named b already')
    await own.rename('a', 'c', 'C')
    await own.rename('c', 'c', 'Third')
    expect(readFileSync(join(folder, 'c.yaml'), 'utf8')).toBe(textOf('c', 'Third'))
    expect(await listed()).toEqual([
      { id: 'b', error: null },
      { id: 'c', error: null }
    ])
    await expect(own.rename('a', 'd', 'D')).rejects.toThrow('there is no scenario of your own named a')
  })

  it('is had back when it was deleted, unless another took its name', async () => {
    await save('a')
    await own.delete('a')
    expect(existsSync(join(folder, 'a.yaml'))).toBe(false)
    expect(own.listDeleted()).toMatchObject([{ id: 'a', title: 'Mine' }])
    await save('a', textOf('a', 'Another'))
    await expect(own.restore('a')).rejects.toThrow('there is another scenario named a by now: rename it first')
    await own.rename('a', 'b', 'Another')
    await own.restore('a')
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(textOf('a'))
    expect(own.listDeleted()).toEqual([])
    await expect(own.restore('a')).rejects.toThrow('the scenario a cannot be had back: it is gone')
  })

  it('cannot take the name of a shipped one, nor leave the folder', async () => {
    await expect(save('raft-steady')).rejects.toThrow('a shipped scenario is named raft-steady: choose another name')
    for (const name of ['../a', 'a/b', '.a', 'A', '', 'a'.repeat(65)])
      await expect(save(name)).rejects.toThrow('a scenario is named in lower-case letters, digits and -')
    await expect(own.delete('../other')).rejects.toThrow('there is no scenario of your own named ../other')
    expect(existsSync(folder)).toBe(false)
  })

  it('has an end', async () => {
    await expect(save('a', 'x'.repeat(SCENARIO_CHARS_MAX + 1))).rejects.toThrow('a scenario has at most 262144 characters')
    for (let i = 0; i < 200; i++) put(`s${i}.yaml`, textOf(`s${i}`))
    await expect(save('one-more')).rejects.toThrow('200 scenarios are kept, and more are not')
    await own.save('s1', textOf('s1', 'Still'), { replace: true })
  })
})

describe('what somebody else put into the folder', () => {
  it('is listed at once; what cannot be run says why, and where', async () => {
    put('broken.yaml', 'name: broken\ntitle: X\nclustre: {}\n')
    put('Two Words.yaml', textOf('two'))
    put('raft-steady.yaml', textOf('raft-steady'))
    put('long.yaml', 'x'.repeat(3 * SCENARIO_CHARS_MAX + 1))
    put('notes.txt', '')
    put('.hidden.yaml', '')
    mkdirSync(join(folder, 'folder.yaml'))
    expect(await listed()).toEqual([
      { id: 'Two Words', error: 'Two Words.yaml: expected a name of lower-case letters, digits and -; rename it' },
      { id: 'broken', error: expect.stringMatching(/^broken\.yaml:3:1: .*clustre/) as string },
      { id: 'long', error: expect.stringContaining('longer than 262144 characters') as string },
      { id: 'raft-steady', error: 'raft-steady.yaml: a shipped scenario has this name and runs in its place; rename it' }
    ])
    await own.rename('Two Words', 'two-words', 'Two words')
    expect(await own.find('two-words')).toMatchObject({ text: textOf('two-words', 'Two words') })
  })

  it('is read again when it changed', async () => {
    await save('a')
    await own.list()
    put('a.yaml', textOf('a', 'Changed outside'))
    expect(await own.list()).toMatchObject([{ title: 'Changed outside' }])
  })
})

it('a folder that cannot be written to is one sentence', async () => {
  writeFileSync(folder, '')
  await expect(own.save('a', 'x', { replace: false })).rejects.toThrow(/scenarios cannot be read|a part of this path is a file/)
})
