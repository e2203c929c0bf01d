/** What a scenario shows, read from what it declares: how the catalogue can be narrowed. */
import type { FaultAction } from '../faults/actions'
import type { Scenario } from './schema'

/** In the order in which the catalogue offers them. */
export const TOPICS = {
  calm: 'no fault',
  cut: 'cut links',
  links: 'slow or lossy links',
  processes: 'crashes and pauses',
  disks: 'disks that fail',
  clocks: 'clocks that are off',
  members: 'members that join or leave',
  bugs: 'deliberate bugs',
  violation: 'a promise that is broken',
  random: 'random faults',
  script: 'scripted operations'
} as const
export type Topic = keyof typeof TOPICS

/** Nothing where an action ends a fault, or is none. */
const OF_ACTION: Readonly<Record<FaultAction['do'], Topic | null>> = {
  partition: 'cut',
  link: 'links',
  'region-dark': 'cut',
  'region-slow': 'links',
  'cut-cable': 'cut',
  heal: null,
  crash: 'processes',
  'crash-all': 'processes',
  stop: 'processes',
  restart: null,
  'restart-all': null,
  pause: 'processes',
  resume: null,
  clock: 'clocks',
  disk: 'disks',
  'lose-disk': 'disks',
  'backup-disk': null,
  'restore-disk': 'disks',
  switch: 'bugs',
  join: 'members',
  leave: 'members',
  adversary: 'links',
  command: null
}

/** Each once, in the order of {@link TOPICS}. */
export function topicsOf(scenario: Pick<Scenario, 'timeline' | 'chaos' | 'workload' | 'expectations' | 'cluster'>): Topic[] {
  const faults = scenario.timeline.flatMap(({ action }) => topicOfAction(action) ?? [])
  const found = new Set<Topic>(faults)
  const members = scenario.cluster.members ?? []
  if ([scenario.cluster, ...members].some(({ switches }) => switches.length > 0)) found.add('bugs')
  if (members.some(({ clock }) => clock !== undefined)) found.add('clocks')
  if (scenario.chaos) found.add('random')
  else if (found.size === 0) found.add('calm')
  if (scenario.expectations.some(expectsViolation)) found.add('violation')
  if (scenario.workload.script !== undefined) found.add('script')
  return (Object.keys(TOPICS) as Topic[]).filter((topic) => found.has(topic))
}

function expectsViolation(one: Scenario['expectations'][number]): boolean {
  return one.expect === 'broken-invariant' || (one.expect === 'model' && one.verdict === 'violated')
}

function topicOfAction(action: FaultAction): Topic | null {
  if (action.do === 'region-dark' && action.how === 'down') return 'processes'
  if (action.do === 'link' && action.change.mode !== undefined && action.change.mode !== 'open') return 'cut'
  return OF_ACTION[action.do]
}
