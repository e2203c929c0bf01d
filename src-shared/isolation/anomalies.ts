/** What isolation models forbid. G0 to G2 are Adya's (1999), with Elle's finer names (Kingsbury and Alvaro, VLDB 2020). */
import { ISOLATION_IMPLIED } from './models'
import type { IsolationModel } from './models'

export const ANOMALIES = [
  'garbage-read',
  'duplicate-elements',
  'G0',
  'G1a',
  'G1b',
  'G1c',
  'dirty-update',
  'incompatible-order',
  'cyclic-versions',
  'OTV',
  'internal',
  'lost-update',
  'G-single',
  'G-single-predicate',
  'G-nonadjacent',
  'G-nonadjacent-predicate',
  'write-skew',
  'G2-item',
  'G2',
  'G0-process',
  'G1c-process',
  'G-single-process',
  'G-nonadjacent-process',
  'G2-process',
  'G0-realtime',
  'G1c-realtime',
  'G-single-realtime',
  'G-nonadjacent-realtime',
  'G2-realtime',
  'no-order'
] as const
export type Anomaly = (typeof ANOMALIES)[number]

/** What each is, in a few words. */
export const ANOMALY_TITLES: Readonly<Record<Anomaly, string>> = {
  'garbage-read': 'Read of a value that nobody wrote',
  'duplicate-elements': 'Element read twice in one list',
  G0: 'Write cycle (dirty write)',
  G1a: 'Aborted read',
  G1b: 'Intermediate read',
  G1c: 'Circular information flow',
  'dirty-update': 'Write on top of an aborted write',
  'incompatible-order': 'Lists read in orders that exclude each other',
  'cyclic-versions': 'Versions of a key in a circle',
  OTV: 'Observed transaction vanishes',
  internal: 'Read at odds with the transaction itself',
  'lost-update': 'Lost update',
  'G-single': 'Read skew',
  'G-single-predicate': 'Read skew by a scan',
  'G-nonadjacent': 'Long fork',
  'G-nonadjacent-predicate': 'Long fork by a scan',
  'write-skew': 'Write skew',
  'G2-item': 'Cycle of overlooked writes',
  G2: 'Phantom: cycle by a scan',
  'G0-process': 'Write cycle with a client’s own order',
  'G1c-process': 'Circular information flow with a client’s own order',
  'G-single-process': 'Older state than a client has seen',
  'G-nonadjacent-process': 'Long fork with a client’s own order',
  'G2-process': 'Cycle of overlooked writes with a client’s own order',
  'G0-realtime': 'Write cycle with real time',
  'G1c-realtime': 'Circular information flow with real time',
  'G-single-realtime': 'Stale read',
  'G-nonadjacent-realtime': 'Long fork with real time',
  'G2-realtime': 'Cycle of overlooked writes with real time',
  'no-order': 'Writes in no possible order'
}

/** What a model forbids that nothing weaker does; `no-order` is found for a model, and depends on it. */
const FORBIDDEN_FIRST: Readonly<Record<IsolationModel, readonly Anomaly[]>> = {
  'read-uncommitted': ['garbage-read', 'duplicate-elements', 'G0'],
  'read-committed': ['G1a', 'G1b', 'G1c', 'dirty-update', 'incompatible-order', 'cyclic-versions'],
  'monotonic-atomic-view': ['OTV'],
  'repeatable-read': ['internal', 'lost-update', 'G-single', 'G-nonadjacent', 'write-skew', 'G2-item'],
  'snapshot-isolation': ['internal', 'lost-update', 'G-single', 'G-single-predicate', 'G-nonadjacent', 'G-nonadjacent-predicate'],
  'strong-session-snapshot-isolation': ['G0-process', 'G1c-process', 'G-single-process', 'G-nonadjacent-process'],
  'strong-snapshot-isolation': ['G0-realtime', 'G1c-realtime', 'G-single-realtime', 'G-nonadjacent-realtime'],
  serializable: ['G2'],
  'strong-session-serializable': ['G2-process'],
  'strict-serializable': ['G2-realtime']
}

/** Everything that a model forbids. */
export function forbiddenBy(model: IsolationModel): ReadonlySet<Anomaly> {
  const models = new Set([model])
  // What is added on the way is visited as well.
  for (const stronger of models) for (const weaker of ISOLATION_IMPLIED[stronger]) models.add(weaker)
  return new Set([...models].flatMap((one) => FORBIDDEN_FIRST[one]))
}
