import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runTranscript } from './transcript'

const folder = join(__dirname, 'transcripts')
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'))

/** With UPDATE_TRANSCRIPTS=1 the narrations are rewritten: read each change before you commit it. */
test.each(files)('%s', (name) => {
  const path = join(folder, name)
  const written = readFileSync(path, 'utf8')
  const real = runTranscript(written)
  if (process.env['UPDATE_TRANSCRIPTS']) writeFileSync(path, real)
  else expect(real).toBe(written)
})
