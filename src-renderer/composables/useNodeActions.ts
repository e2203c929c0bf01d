import {
  ArchiveRestore,
  ArrowLeftRight,
  CircleSlash,
  Clock,
  Copy,
  Crown,
  Eraser,
  HardDrive,
  LogOut,
  Pause,
  Play,
  Power,
  RotateCcw,
  Unplug
} from 'lucide-vue-next'
import { computed, toValue } from 'vue'
import type { Component, MaybeRefOrGetter } from 'vue'
import type { CommandDescription } from '../../src-shared/description/protocol-description'
import type { NodeId } from '../../src-shared/ids'
import { useActions } from '../stores/actions'
import { useConnection } from '../stores/connection'
import { useDisplayedRun } from '../stores/displayedRun'
import { useNode } from './useCluster'

export interface NodeAction {
  readonly name: string
  readonly title: string
  readonly icon: Component
  /** Why it cannot be done now; null when it can. */
  readonly unavailable: string | null
  run(): unknown
}

const CLOCK_JUMP_MS = 500
const SLOW_DISK_MS = 100

/** What can be done to this node now. The same list makes the context menu and the inspector's buttons. */
export function useNodeActions(id: MaybeRefOrGetter<NodeId>) {
  const actions = useActions()
  const connection = useConnection()
  const shown = useDisplayedRun()
  const node = useNode(id)

  return computed<NodeAction[]>(() => {
    const name = toValue(id)
    const process = node.value?.process ?? 'down'
    const no_cluster_reason = actions.unavailable
    const up = no_cluster_reason ?? (process === 'down' ? `${name} is down` : null)
    const paused_reason = up ?? (process === 'paused' ? `${name} is paused` : null)
    const no_pause_reason = connection.hello?.limits.pause ?? null
    const { clock_offset_us = 0, clock_drift_ppm = 0, disk, backed_up_us = null } = node.value ?? {}
    const clockOff = clock_offset_us !== 0 || clock_drift_ppm !== 0
    const diskSlow = (disk?.sync_delay_us ?? 0) > 0

    return [
      process === 'down'
        ? { name: 'restart', title: 'Restart', icon: RotateCcw, unavailable: no_cluster_reason, run: () => actions.restart(name) }
        : { name: 'crash', title: 'Crash', icon: CircleSlash, unavailable: up, run: () => actions.crash(name) },
      process === 'paused'
        ? { name: 'resume', title: 'Resume', icon: Play, unavailable: no_cluster_reason, run: () => actions.resume(name) }
        : { name: 'pause', title: 'Pause', icon: Pause, unavailable: no_pause_reason ?? up, run: () => actions.pause(name) },
      { name: 'isolate', title: 'Isolate', icon: Unplug, unavailable: no_cluster_reason, run: () => actions.isolate([name]) },
      {
        name: 'stop',
        title: 'Stop cleanly',
        icon: Power,
        unavailable: paused_reason,
        run: () => actions.act({ do: 'stop', node: name })
      },
      {
        name: 'clock',
        title: clockOff ? 'Set the clock right' : `Clock ${CLOCK_JUMP_MS} ms ahead`,
        icon: Clock,
        unavailable: up,
        run: () => actions.act({ do: 'clock', node: name, offset_ms: clockOff ? 0 : CLOCK_JUMP_MS })
      },
      {
        name: 'disk',
        title: diskSlow ? 'Disk at full speed' : `Disk ${SLOW_DISK_MS} ms slower`,
        icon: HardDrive,
        unavailable: up,
        run: () => actions.act({ do: 'disk', node: name, sync_delay_ms: diskSlow ? 0 : SLOW_DISK_MS })
      },
      {
        name: 'lose-disk',
        title: 'Lose the disk',
        icon: Eraser,
        unavailable: no_cluster_reason,
        run: () => actions.act({ do: 'lose-disk', node: name })
      },
      {
        name: 'backup-disk',
        title: 'Back up the disk',
        icon: Copy,
        unavailable: no_cluster_reason,
        run: () => actions.act({ do: 'backup-disk', node: name })
      },
      {
        name: 'restore-disk',
        title: 'Restore the backup',
        icon: ArchiveRestore,
        unavailable: no_cluster_reason ?? (backed_up_us === null ? `${name} has no backup` : null),
        run: () => actions.act({ do: 'restore-disk', node: name })
      },
      ...(shown.protocol?.members_change
        ? [
            {
              name: 'leave',
              title: 'Leave the cluster',
              icon: LogOut,
              unavailable: no_cluster_reason ?? (shown.nodes.length === 1 ? 'The last node cannot leave' : null),
              run: () => actions.act({ do: 'leave', node: name })
            }
          ]
        : []),
      ...(shown.protocol?.commands ?? []).filter(runsAlone).map((command) => ({
        name: command.name,
        title: command.title,
        icon: command.name.includes('leader') ? Crown : ArrowLeftRight,
        unavailable: paused_reason ?? wrongRole(command, node.value?.role ?? null),
        run: () => actions.command(name, command.name)
      }))
    ]
  })
}

/** Needs nothing but the node; what needs more has a form in the inspector. */
function runsAlone(command: CommandDescription): boolean {
  return command.arguments.every((argument) => argument.optional)
}

function wrongRole(command: CommandDescription, role: string | null): string | null {
  return command.role === undefined || command.role === role ? null : `Only on a ${command.role}`
}
