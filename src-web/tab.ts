import { LabError } from '../src-main/lab/lab-error'
import type { LabHost } from '../src-main/lab/lab-host'
import { ARCHIVE_BYTES_MAX } from '../src-main/lab/recording/recording-archive'
import type { CheckInputs } from '../src-main/lab/results/checks'
import type { Engine } from '../src-shared/engine'
import type { RunRequest } from '../src-main/lab/run/run-request'
import { MemoryRecording } from '../src-main/lab/recording/recording-in-memory'
import { loadProtocol } from '../src-node/protocols/load'
import { shippedListings } from './scenario-resources'
import { KEPT_MAX } from './tab-recordings'
import type { TabRecordings } from './tab-recordings'

export const NO_PROCESSES =
  'A browser’s tab has no processes: here everything is simulated. The desktop lab runs the same file on real ones.'

/** A lab in a browser's tab: simulation alone, recordings in memory. */
export class Tab implements LabHost {
  readonly limits = {
    pause: null,
    processes: NO_PROCESSES,
    recordings: `The last ${KEPT_MAX} are kept, as long as this tab is open: export what is to stay.`,
    archive_bytes_max: ARCHIVE_BYTES_MAX
  }
  readonly engine = 'simulation'
  readonly scenarios = () => shippedListings
  readonly protocol = loadProtocol

  constructor(private readonly recordings: TabRecordings) {}

  accept(_: RunRequest, engine: Engine): void {
    if (engine === 'processes') throw new LabError(NO_PROCESSES)
  }

  async open({ text }: RunRequest) {
    const id = this.recordings.newId()
    return {
      recording: id,
      openRecording: (onNotice: (level: 'info' | 'warning' | 'error', notice: string) => void) => {
        const recording = new MemoryRecording(id, text, onNotice)
        this.recordings.keep(id, recording)
        return recording
      },
      createProcessRun: () => {
        throw new LabError(NO_PROCESSES)
      },
      // The worker is the thread of its own that checks have elsewhere. They come once the first run is over.
      check: async (inputs: CheckInputs) => (await import('../src-main/lab/results/checks')).checkNow(inputs)
    }
  }

  async close(): Promise<void> {}
}
