/** Deliberate bugs of how steps are executed, and the scenario that brings each to light. */
import type { SwitchDescription } from '../../../description/protocol-description'

const LOCKS = 'isolation-locks'
const SNAPSHOTS = 'isolation-snapshots'

export const EXECUTION_SWITCHES = [
  {
    name: 'skip-read-locks',
    title: 'Reads without locks',
    explanation: 'What a serializable transaction has read may be overwritten before it ends: two of them overlook each other.',
    breaks: 'safety',
    exposed_by: LOCKS
  },
  {
    name: 'skip-predicate-locks',
    title: 'Scans lock what they find',
    explanation:
      'A scan locks the keys that it finds and no others that begin so: a new one appears behind its back (a phantom).',
    breaks: 'safety',
    exposed_by: 'isolation-serializable'
  },
  {
    name: 'upgrade-without-wait',
    title: 'Upgrades without waiting',
    explanation: 'A shared lock becomes exclusive although others share it: what they have read is overwritten.',
    breaks: 'safety',
    exposed_by: LOCKS
  },
  {
    name: 'short-write-locks',
    title: 'Write locks for one step',
    explanation: 'A write lock is released as soon as its step is over: others read and write what is not committed.',
    breaks: 'safety',
    exposed_by: LOCKS
  },
  {
    name: 'skip-first-committer',
    title: 'Every committer wins',
    explanation: 'Under snapshot isolation a transaction overwrites what was committed since its snapshot: an update is lost.',
    breaks: 'safety',
    exposed_by: SNAPSHOTS
  },
  {
    name: 'read-past-snapshot',
    title: 'Reads past the snapshot',
    explanation: 'Under snapshot isolation reads show the newest version, whatever the snapshot: half of a transfer is seen.',
    breaks: 'safety',
    exposed_by: SNAPSHOTS
  },
  {
    name: 'ignore-wounds',
    title: 'Wounds ignored',
    explanation: 'The coordinator lets a wounded transaction go on: the older one waits for it until one of them loses patience.',
    breaks: 'liveness',
    exposed_by: 'isolation-wound-wait'
  }
] as const satisfies readonly SwitchDescription[]
