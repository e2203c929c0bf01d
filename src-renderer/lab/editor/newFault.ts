/** What can be added to a timeline from a menu, with the settings that it begins with. */
import type { ProtocolDescription } from '../../../src-shared/description/protocol-description'
import type { Engine } from '../../../src-shared/engine'
import type { FaultActionInput } from '../../../src-shared/faults/actions'
import { adversaryRefusal } from '../../../src-shared/faults/adversary'
import { pairsOf } from './regions'

export interface FaultTemplate {
  readonly name: string
  readonly title: string
  /** It is aimed at a node. */
  readonly aimed: boolean
  /** It lasts for a while, and is then undone. */
  readonly lasts: boolean
  readonly action: (node: string) => FaultActionInput
}

const COMMON: readonly FaultTemplate[] = [
  aimed('isolate', 'Cut a node off', (node) => ({ do: 'partition', partition: { shape: 'isolate', nodes: [node] } })),
  {
    name: 'halves',
    title: 'Split in halves',
    aimed: false,
    lasts: true,
    action: () => ({ do: 'partition', partition: { shape: 'halves' } })
  },
  aimed('slow', "Slow a node's links (100 ms)", (node) => ({
    do: 'link',
    from: node,
    to: '*',
    change: { settings: { delay_ms: 100 } }
  })),
  aimed('lossy', "Lose frames on a node's links (20 %)", (node) => ({
    do: 'link',
    from: node,
    to: '*',
    change: { settings: { loss_percent: 20 } }
  })),
  aimed('crash', 'Crash a node', (node) => ({ do: 'crash', node })),
  { name: 'crash-all', title: 'Crash every node', aimed: false, lasts: true, action: () => ({ do: 'crash-all' }) },
  aimed('stop', 'Stop a node in order', (node) => ({ do: 'stop', node })),
  aimed('pause', 'Pause a node', (node) => ({ do: 'pause', node })),
  aimed('clock', 'Set a clock wrong (500 ms)', (node) => ({ do: 'clock', node, offset_ms: 500 })),
  aimed('disk', 'Slow a disk (50 ms a sync)', (node) => ({ do: 'disk', node, sync_delay_ms: 50 })),
  aimed('lose-disk', 'Lose a disk', (node) => ({ do: 'lose-disk', node })),
  { name: 'restart', title: 'Restart a node', aimed: true, lasts: false, action: (node) => ({ do: 'restart', node }) },
  { name: 'heal', title: 'Heal all links', aimed: false, lasts: false, action: () => ({ do: 'heal' }) }
]

const ADVERSARY: FaultTemplate = {
  name: 'adversary',
  title: 'Let an adversary pick deliveries',
  aimed: false,
  lasts: true,
  action: () => ({ do: 'adversary' })
}

function aimed(name: string, title: string, action: (node: string) => FaultActionInput): FaultTemplate {
  return { name, title, aimed: true, lasts: true, action }
}

/** What can be done to whole regions, and between each two. */
function regionTemplates(regions: readonly string[]): FaultTemplate[] {
  const template = (name: string, title: string, action: FaultActionInput): FaultTemplate => {
    return { name, title, aimed: false, lasts: true, action: () => action }
  }
  return [
    ...regions.flatMap((region) => [
      template(`dark-${region}`, `Region ${region} goes dark`, { do: 'region-dark', region }),
      template(`down-${region}`, `All nodes of ${region} go down`, { do: 'region-dark', region, how: 'down' }),
      template(`slow-${region}`, `Region ${region} 200 ms farther away`, { do: 'region-slow', region })
    ]),
    ...pairsOf(regions).map(([one, other]) =>
      template(`cable-${one}-${other}`, `Cut the cable ${one} – ${other}`, { do: 'cut-cable', regions: [one, other] })
    )
  ]
}

/** All that can be done to a cluster of this protocol on this engine, deliberate bugs included. */
export function faultTemplates(engine: Engine, protocol: ProtocolDescription, regions: readonly string[] = []): FaultTemplate[] {
  const bugs = protocol.switches.map(({ name, title }): FaultTemplate => ({
    name: `switch-${name}`,
    title: `Bug: ${title}`,
    aimed: false,
    lasts: true,
    action: () => ({ do: 'switch', switch: name })
  }))
  return [
    ...COMMON,
    ...regionTemplates(regions),
    ...(adversaryRefusal({ engine, protocol }) === null ? [ADVERSARY] : []),
    ...bugs
  ]
}
