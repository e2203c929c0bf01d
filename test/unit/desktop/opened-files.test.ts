import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OpenedFiles, filesAmong } from '../../../src-main/desktop/opened-files'
import type { OpenedFile } from '../../../src-shared/desktop-bridge'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'netsplit-opened-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('names the files among the words of a command line', () => {
  const words = ['/app', '--user-data-dir=/x.yaml', 'a.yaml', '/b/c.YML', 'run.netsplit', 'notes.txt']
  expect(filesAmong(words, '/home')).toEqual(['/home/a.yaml', '/b/c.YML', '/home/run.netsplit'])
})

it('hands files to the page once it listens, and says why one cannot be read', async () => {
  writeFileSync(join(folder, 'a.yaml'), 'name: a')
  const files = new OpenedFiles()
  files.add([join(folder, 'a.yaml')])
  const got: OpenedFile[] = []
  await new Promise<void>((resolve) => {
    files.deliverTo((file) => {
      got.push(file)
      if (got.length === 2) resolve()
    })
    files.add([join(folder, 'gone.yaml')])
  })
  got.sort((a, b) => (a.name < b.name ? -1 : 1))
  expect(got).toMatchObject([
    { name: 'a.yaml', bytes: Buffer.from('name: a') },
    { name: 'gone.yaml', error: expect.stringContaining('cannot be read') as string }
  ])
})
