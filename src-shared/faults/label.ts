/** A fault's name on screen and in reports, when nobody gave it one. */
import { withRanges } from '../text/list-text'
import type { FaultAction, LinkChange, Partition } from './actions'
import { CLEAR_LINK, clears } from '../network/netem'

/** One short line, for example `Cut A → B` or `Isolate n1`. */
export function describeAction(action: FaultAction): string {
  switch (action.do) {
    case 'partition':
      return describePartition(action.partition)
    case 'link':
      return `${describeChange(action.change)} ${action.from} ${action.both ? '↔' : '→'} ${action.to}`
    case 'region-dark':
      return action.how === 'down' ? `All nodes of ${action.region} go down` : `Region ${action.region} goes dark`
    case 'region-slow':
      return `Region ${action.region} ${action.delay_ms} ms farther away`
    case 'cut-cable':
      return `Cut the cable ${action.regions.join(' – ')}`
    case 'heal':
      return 'Heal all links'
    case 'crash-all':
      return 'Crash every node'
    case 'restart-all':
      return 'Restart every node'
    case 'crash':
    case 'stop':
    case 'restart':
    case 'pause':
    case 'resume':
      return `${action.do[0]!.toUpperCase()}${action.do.slice(1)} ${action.node}`
    case 'join':
      return `${action.node} joins${action.role === undefined ? '' : ` as ${action.role}`}${action.region === undefined ? '' : ` in ${action.region}`}`
    case 'leave':
      return `${action.node} leaves`
    case 'clock': {
      const drift = action.drift_ppm === 0 ? '' : `, drift ${action.drift_ppm} ppm`
      return `Clock of ${action.node} off by ${action.offset_ms} ms${drift}`
    }
    case 'disk':
      return `Disk of ${action.node}: ${describeDisk(action)}`
    case 'lose-disk':
      return `Lose the disk of ${action.node}`
    case 'backup-disk':
      return `Back up the disk of ${action.node}`
    case 'restore-disk':
      return `Restore the backup of ${action.node}`
    case 'switch':
      return `Bug “${action.switch}” ${action.on ? 'on' : 'off'}${action.node === undefined ? '' : ` in ${action.node}`}`
    case 'adversary':
      return action.on ? 'An adversary picks deliveries' : 'No adversary'
    case 'command':
      return `${action.command} on ${action.node}`
  }
}

function describePartition(partition: Partition): string {
  switch (partition.shape) {
    case 'isolate':
      return `Isolate ${withRanges(partition.nodes).join(', ')}${describeDirection(partition.direction)}`
    case 'halves':
      return `Split ${partition.group ? `${withRanges(partition.group).join(', ')} off` : 'in halves'}${describeDirection(partition.direction)}`
    case 'majorities-ring':
      return 'Ring of majorities'
    case 'bridge':
      return `Two halves bridged${partition.node ? ` by ${partition.node}` : ''}`
    case 'groups':
      return `Groups ${partition.groups.map((group) => withRanges(group).join(', ')).join(' | ')}`
  }
}

function describeDirection(direction: 'both' | 'out' | 'in'): string {
  return { both: '', out: ' (cannot send)', in: ' (cannot receive)' }[direction]
}

const MODES = { open: 'Open', cut: 'Cut', refuse: 'Refuse', reset: 'Reset', 'half-open': 'Half-open' }

function describeChange({ mode, settings = {} }: LinkChange): string {
  const all = Object.keys(settings).length === Object.keys(CLEAR_LINK).length
  const parts = all && clears(settings) ? ['clear'] : Object.entries(settings).map(describeSetting)
  if (mode) parts.unshift(MODES[mode])
  const text = parts.join(', ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

const UNITS: Readonly<Record<string, string>> = { _ms: ' ms', _percent: ' %', _bit_s: ' bit/s' }

/** `delay 40 ms`, `no loss`, `distribution pareto`. */
function describeSetting([name, value]: [string, unknown]): string {
  const unit = Object.keys(UNITS).find((suffix) => name.endsWith(suffix)) ?? ''
  const words = name.slice(0, name.length - unit.length).replaceAll('_', ' ')
  if (value === 0 || value === null) return `no ${words}`
  return typeof value === 'object' ? `${words} changed` : `${words} ${value}${UNITS[unit] ?? ''}`
}

function describeDisk(action: Extract<FaultAction, { do: 'disk' }>): string {
  const { sync_delay_ms, sync_fails, lose_unsynced, tear_unsynced, corrupt_writes } = action
  const parts: string[] = []
  if (sync_delay_ms > 0) parts.push(`sync takes ${sync_delay_ms} ms more`)
  if (sync_fails) parts.push('sync fails')
  if (lose_unsynced) parts.push('unsynced writes are lost in a crash')
  if (tear_unsynced) parts.push('a crash tears the record being written')
  if (corrupt_writes) parts.push('a bit of each write flips')
  return parts.join(', ') || 'healthy'
}
