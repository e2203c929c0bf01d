/** Deliberate bugs of the commit wait, of timestamps and of snapshots. */
import type { SwitchDescription } from '../../description/protocol-description'

const HUNT = 'spanner-kv-chaos'

export const SWITCHES = [
  {
    name: 'no-commit-wait',
    title: 'No commit wait',
    explanation: 'A leader answers as soon as the write is replicated: its timestamp may still lie in the future.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'wait-for-latest',
    title: 'Waits for the latest instead of the earliest',
    explanation: 'A leader waits until its latest possible time has passed the timestamp, which is at once.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'stamp-with-earliest',
    title: 'Stamped with the earliest time',
    explanation: 'A timestamp is the earliest that it can be now, which may lie before the transaction began.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'ignore-last-timestamp',
    title: 'Timestamps given out before forgotten',
    explanation: 'A leader does not start above the timestamps that it, or the leader before it, has given out.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'serve-above-safe-time',
    title: 'Snapshots above the safe time',
    explanation: 'A replica answers a snapshot at once, although writes with smaller timestamps may yet reach it.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'read-before-wait',
    title: 'Read before the wait is over',
    explanation: 'A leader lets readers see a write whose timestamp is not past yet.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'ignore-drift',
    title: 'Drift since the last answer ignored',
    explanation: 'ε stays what it was when the time masters answered, although the clock drifts on.',
    breaks: 'safety',
    exposed_by: HUNT
  },
  {
    name: 'believe-one-master',
    title: 'Each time master believed',
    explanation:
      'Whichever time master answers is believed, in place of what most of them agree on: one that is wrong is enough.',
    breaks: 'safety',
    exposed_by: 'spanner-kv-spoofed-gps'
  }
] as const satisfies readonly SwitchDescription[]
