import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gunzipSync } from 'node:zlib'
import { expect } from '@playwright/test'

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Opens every exported file of a run in which a link was cut, and looks whether it is what its name says. */
export function checkExports(folder: string): void {
  for (const file of filesIn(folder, 'csv')) expect(file.toString().split('\n').length).toBeGreaterThan(1)
  for (const file of filesIn(folder, 'json')) expect(JSON.parse(file.toString())).toBeTruthy()
  for (const file of filesIn(folder, 'svg')) expect(file.toString()).toMatch(/^<svg[^]*<\/svg>\s*$/)
  for (const file of filesIn(folder, 'png')) expect(file.subarray(0, PNG_SIGNATURE.length)).toEqual(PNG_SIGNATURE)
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>[^]*Cut n\d[^]*<\/html>\s*$/i)
  expect(readFileSync(join(folder, 'scenario.yaml'), 'utf8')).toContain('protocol: raft')
  // The run still goes on, so the compressed stream has no end yet.
  const events = gunzipSync(readFileSync(join(folder, 'events.jsonl.gz')), { finishFlush: constants.Z_SYNC_FLUSH })
  expect(events.toString()).toContain('"kind":"fault-started"')
}

/** The folder's files, of which there must be some. */
function filesIn(folder: string, kind: string): Buffer[] {
  const names = readdirSync(join(folder, kind))
  expect(names).not.toEqual([])
  return names.map((name) => readFileSync(join(folder, kind, name)))
}
