import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SettingsFile } from '../../../src-main/desktop/settings'

const DEFAULTS = { window: { width: 1440, height: 900, maximized: false }, scenario: null, port: 0 }

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netsplit-settings-'))
  file = join(folder, 'new', 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('begins with the defaults', () => {
  expect(new SettingsFile(file).settings).toEqual(DEFAULTS)
})

it('remembers what was changed', () => {
  const window = { x: -10, y: 20, width: 1024, height: 700, maximized: true }
  new SettingsFile(file).change({ window })
  new SettingsFile(file).change({ scenario: 'raft-steady', port: 4000 })
  expect(new SettingsFile(file).settings).toEqual({ window, scenario: 'raft-steady', port: 4000 })
})

it('takes the defaults for whatever part is broken, and keeps the rest', () => {
  const broken = join(folder, 'settings.json')
  for (const text of ['', '{', 'null', '[]', '7']) {
    writeFileSync(broken, text)
    expect(new SettingsFile(broken).settings, text).toEqual(DEFAULTS)
  }
  writeFileSync(broken, JSON.stringify({ window: { width: -1, height: 'tall' }, scenario: 'raft-wan', port: 1e9 }))
  expect(new SettingsFile(broken).settings).toEqual({ ...DEFAULTS, scenario: 'raft-wan' })
})

it('goes on when the disk refuses', () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  writeFileSync(join(folder, 'occupied'), '')
  const settings = new SettingsFile(join(folder, 'occupied', 'settings.json'))
  settings.change({ port: 4000 })
  expect(settings.settings.port).toBe(4000)
  expect(complaint).toHaveBeenCalledOnce()
  expect(readFileSync(join(folder, 'occupied'), 'utf8')).toBe('')
  complaint.mockRestore()
})
