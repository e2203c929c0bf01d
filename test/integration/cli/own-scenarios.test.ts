import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { endOf, netsplit, startNetsplit } from './netsplit'

const TEXT = `name: mine
title: My own
engine: simulation
cluster: { nodes: 3 }
workload: { clients: 1 }
duration: 500ms
`

let home: string
let folder: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'own-scenarios-'))
  folder = join(home, 'netsplit/scenarios')
  mkdirSync(folder, { recursive: true })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

it('one’s own scenarios are listed, and run by name', async () => {
  writeFileSync(join(folder, 'mine.yaml'), TEXT)
  writeFileSync(join(folder, 'broken.yaml'), TEXT.replace('nodes', 'nods'))
  const own = { XDG_DATA_HOME: home }

  const listed = await endOf(startNetsplit(['list'], own))
  expect(listed.stdout).toContain(`Your own scenarios, in ${folder}\n  broken  broken.yaml:4:12: `)
  expect(listed.stdout).toContain('  mine    My own (3 nodes, 0.5 s)\n')
  expect((await netsplit('list', '--scenarios', folder, '--json')).stdout).toContain('{"type":"own-scenario","id":"mine"')

  expect(await endOf(startNetsplit(['run', 'mine'], own))).toMatchObject({ code: 0, stdout: expect.stringContaining('My own') })
  expect(await netsplit('run', 'broken', '--scenarios', folder)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/broken\.yaml:4:12: .*nods/)
  })
  expect(await netsplit('serve', '--scenario', 'mind', '--scenarios', folder)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--scenario: there is no scenario mind; did you mean "mine"?')
  })
})
