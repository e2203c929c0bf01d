import type { LabLimits } from '../../src-shared/lab-api'

/** What this system cannot do, with the reason. */
export function limitsOf(platform: NodeJS.Platform): LabLimits {
  return {
    pause: platform === 'win32' ? 'Windows has no signal that stops a process and lets it go on later (SIGSTOP).' : null,
    processes: null
  }
}
