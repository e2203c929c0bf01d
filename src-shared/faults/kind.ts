/** What sort of trouble a fault is: all faults of a kind have one colour in charts and on the timeline. */
import type { FaultAction, LinkChange } from './actions'
import { CLEAR_LINK } from '../network/netem'
import type { LinkSettingsChange } from '../network/netem'

/** `bug`: a deliberate bug of the protocol. `other`: repairs and commands. */
export const FAULT_KINDS = ['cut', 'slow', 'lossy', 'crash', 'pause', 'disk', 'clock', 'members', 'bug', 'other'] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

const KINDS: Readonly<Record<Exclude<FaultAction['do'], 'link' | 'region-dark'>, FaultKind>> = {
  partition: 'cut',
  'region-slow': 'slow',
  'cut-cable': 'cut',
  heal: 'other',
  crash: 'crash',
  'crash-all': 'crash',
  stop: 'crash',
  restart: 'other',
  'restart-all': 'other',
  pause: 'pause',
  resume: 'other',
  clock: 'clock',
  disk: 'disk',
  'lose-disk': 'disk',
  'backup-disk': 'disk',
  'restore-disk': 'disk',
  switch: 'bug',
  join: 'members',
  leave: 'members',
  adversary: 'slow',
  command: 'other'
}

/** Settings under which frames come late, all of them whole. */
const SLOWING: readonly (keyof LinkSettingsChange)[] = ['delay_ms', 'jitter_ms', 'rate_bit_s']
/** Settings under which frames are lost, damaged, altered, doubled or overtaken. */
const LOSING: readonly (keyof LinkSettingsChange)[] = [
  'loss_percent',
  'gilbert_elliott',
  'loss_state',
  'duplicate_percent',
  'corrupt_percent',
  'alter_percent',
  'reorder_percent'
]

export function faultKind(action: FaultAction): FaultKind {
  if (action.do === 'link') return linkKind(action.change)
  if (action.do === 'region-dark') return action.how === 'down' ? 'crash' : 'cut'
  return KINDS[action.do]
}

/** A link that loses frames and is slow as well is lossy. */
function linkKind({ mode = 'open', settings = {} }: LinkChange): FaultKind {
  if (mode !== 'open') return 'cut'
  const changes = (name: keyof LinkSettingsChange): boolean => settings[name] !== undefined && settings[name] !== CLEAR_LINK[name]
  if (LOSING.some(changes)) return 'lossy'
  return SLOWING.some(changes) ? 'slow' : 'other'
}
