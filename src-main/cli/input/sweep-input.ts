/** What the commands that simulate many runs are given in common. */
import { suggestion } from '../../../src-shared/scenario/closest-match'
import { OutFolderError, prepareOutFolder } from '../../lab/recording/out-folder'
import { defaultJobs, JOBS_MAX } from '../../sweep/worker-pool'
import type { SeedRange } from '../../sweep/seed-range'
import { UsageError, wholeNumber } from './usage'

const SEED_MAX = 2 ** 32 - 1

/** `A..B`, or one seed; no more than `most` of them. */
export function seedRange(text: string, most = SEED_MAX + 1): SeedRange {
  const [from, to = from, ...rest] = text.split('..')
  if (rest.length > 0) throw new UsageError(`--seeds: expected A..B, but found ${text}`)
  const first = wholeNumber('seeds', from!, 0, SEED_MAX)
  const last = wholeNumber('seeds', to!, 0, SEED_MAX)
  if (first > last) throw new UsageError(`--seeds: expected A..B with A not above B, but found ${text}`)
  if (last - first >= most) throw new UsageError(`--seeds: expected ${most} seeds at most`)
  return { first, last }
}

/** Threads: as many as asked for, or one for each core. */
export function jobCount(text: string | undefined): number {
  return text === undefined ? defaultJobs() : wholeNumber('jobs', text, 1, JOBS_MAX)
}

/** A new or empty folder, if one is wanted. */
export function outFolder(path: string | undefined): string | undefined {
  if (path === '') throw new UsageError('--out: expected a folder')
  try {
    if (path !== undefined) prepareOutFolder(path)
  } catch (error) {
    if (error instanceof OutFolderError) throw new UsageError(error.message)
    throw error
  }
  return path
}

/** The name, if it is one of those known. */
export function knownName(what: string, name: string, known: readonly string[]): string {
  if (known.includes(name)) return name
  throw new UsageError(`unknown ${what} ${name}; ${suggestion(name, known)}`)
}
