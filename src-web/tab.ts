import { LabError } from '../src-main/lab/lab-error'
import type { LabHost } from '../src-main/lab/lab-host'
import { checkNow } from '../src-main/lab/results/checks'
import type { Engine } from '../src-shared/engine'
import type { RunRequest } from '../src-main/lab/run/run-request'
import type { RunRecording } from '../src-main/lab/run/session'
import { shippedListings } from './resources'

export const NO_PROCESSES =
  'A browser’s tab has no processes: here everything is simulated. The desktop lab runs the same file on real ones.'

/** Kept nowhere: the page has the events. */
const NOT_KEPT: RunRecording = {
  folder: null,
  lag: 0,
  error: null,
  add: () => {},
  close: () => Promise.resolve(),
  abandon: () => Promise.resolve()
}

/** A lab in a browser's tab: simulation alone, no files. */
export class Tab implements LabHost {
  private runs = 0
  readonly limits = { pause: null, processes: NO_PROCESSES }
  readonly scenarios = shippedListings

  accept(_: RunRequest, engine: Engine): void {
    if (engine === 'processes') throw new LabError(NO_PROCESSES)
  }

  async open() {
    return {
      // No folder, but a name of its own among all runs of this browser.
      recording: `tab-${Date.now().toString(36)}-${++this.runs}`,
      openRecording: () => NOT_KEPT,
      createProcessRun: () => {
        throw new LabError(NO_PROCESSES)
      },
      // The worker is the thread of its own that checks have elsewhere.
      check: (inputs: Parameters<typeof checkNow>[0]) => Promise.resolve(checkNow(inputs))
    }
  }

  async close(): Promise<void> {}
}
