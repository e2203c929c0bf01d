import type { LabLimits } from '../../src-shared/lab-api'
import { ARCHIVE_BYTES_MAX } from './recording/recording-archive'

/** What this system cannot do, with the reason. */
export function limitsOf(platform: NodeJS.Platform): LabLimits {
  return {
    pause: platform === 'win32' ? 'Windows has no signal that stops a process and lets it go on later (SIGSTOP).' : null,
    processes: null,
    recordings: 'The last 20 are kept, and those that have a name.',
    archive_bytes_max: ARCHIVE_BYTES_MAX
  }
}
