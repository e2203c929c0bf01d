import type { LabLimits } from '../../src-shared/lab-api'

/** Of a recording that a page sends; longer messages than a megabyte are not taken from it. */
const ARCHIVE_BYTES_MAX = 1_000_000

/** What this system cannot do, with the reason. */
export function limitsOf(platform: NodeJS.Platform): LabLimits {
  return {
    pause: platform === 'win32' ? 'Windows has no signal that stops a process and lets it go on later (SIGSTOP).' : null,
    processes: null,
    recordings: 'The last 20 are kept, and those that have a name.',
    archive_bytes_max: ARCHIVE_BYTES_MAX
  }
}
