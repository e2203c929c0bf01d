/** The file beside a recording that says what it is called, what somebody wrote about it, and what it branched off. */
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { forkMarkSchema, recordingLabelSchema } from '../../src-shared/recording-label'

const FILE = 'label.json'
/** More than name and notes can take, however they are escaped. */
const BYTES_MAX = 32 * 1024

const fileSchema = recordingLabelSchema.extend({ forked_from: forkMarkSchema.nullable() })
export type LabelFile = z.infer<typeof fileSchema>

const NONE: LabelFile = { name: '', notes: '', forked_from: null }

/** What is written beside the recording in this folder; nothing where the file is missing or is none of ours. */
export function readLabel(folder: string): LabelFile {
  try {
    const path = join(folder, FILE)
    if (statSync(path).size > BYTES_MAX) return NONE
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return NONE
  }
}

/** Changes some of it. The file is replaced as a whole, so that it is never half written. */
export function writeLabel(folder: string, change: Partial<LabelFile>): void {
  const path = join(folder, FILE)
  writeFileSync(`${path}.new`, `${JSON.stringify({ ...readLabel(folder), ...change }, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}
