import { findProtocol } from '../../src-node/protocols/registry'
import type { LabHost } from './lab-host'
import { Lab } from './lab'
import { limitsOf } from './limits'
import { prepareOutFolder } from './recording/out-folder'
import { Recording } from './recording/recording'
import { Reaper } from './reaper/reaper'
import { runChecks } from './results/check-in-thread'
import { Run } from './run/process-run'
import type { RunRequest } from './run/run-request'
import { shippedListings } from './scenario-files/scenarios'

/** A lab on this computer, with real processes, and recordings on its disk. `node_priority`: of the nodes' processes, see `os.setPriority`. */
export function createLab({ node_priority = 0 }: { readonly node_priority?: number } = {}): Lab {
  return new Lab(new Computer(node_priority))
}

class Computer implements LabHost {
  readonly limits = limitsOf(process.platform)
  readonly engine = null
  private reaper: Reaper | null = null
  /** Of a run that nobody asked to keep; the next run replaces it. */
  private temporary_recording: string | null = null

  constructor(private readonly node_priority: number) {}

  scenarios() {
    return shippedListings()
  }

  async protocol(name: string) {
    return findProtocol(name)
  }

  accept({ out }: RunRequest): void {
    if (out !== undefined) prepareOutFolder(out)
  }

  async open({ scenario, text, out }: RunRequest, seed: number) {
    const { node_priority } = this
    const reaper = (this.reaper ??= new Reaper())
    const folder = out ?? (await this.temporaryRecording(reaper))
    const protocol = findProtocol(scenario.cluster.protocol)
    return {
      recording: folder,
      openRecording: (onNotice: (level: 'info' | 'warning' | 'error', text: string) => void) =>
        new Recording({ folder, scenario: text, onNotice }),
      createProcessRun: () => new Run({ scenario, protocol, seed, reaper, node_priority }),
      check: runChecks
    }
  }

  /** The reaper takes whatever processes and folders there are. */
  async close(): Promise<void> {
    await this.reaper?.close()
    this.reaper = null
    this.temporary_recording = null
  }

  private async temporaryRecording(reaper: Reaper): Promise<string> {
    if (this.temporary_recording) await reaper.removeFolder(this.temporary_recording)
    return (this.temporary_recording = reaper.createFolder())
  }
}
