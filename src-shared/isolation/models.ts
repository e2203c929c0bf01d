/** Isolation models that a history of transactions can be held against (Adya 1999; Bailis et al., VLDB 2014; Crooks et al., PODC 2017). */

/** Strongest first. The strong ones respect real time, those of a session the order in which each client saw its own transactions. */
export const ISOLATION_MODELS = [
  'strict-serializable',
  'strong-session-serializable',
  'serializable',
  'strong-snapshot-isolation',
  'strong-session-snapshot-isolation',
  'snapshot-isolation',
  'repeatable-read',
  'monotonic-atomic-view',
  'read-committed',
  'read-uncommitted'
] as const
export type IsolationModel = (typeof ISOLATION_MODELS)[number]

/** What every history of a model obeys besides, directly. */
export const ISOLATION_IMPLIED: Readonly<Record<IsolationModel, readonly IsolationModel[]>> = {
  'strict-serializable': ['strong-session-serializable', 'strong-snapshot-isolation'],
  'strong-session-serializable': ['serializable', 'strong-session-snapshot-isolation'],
  serializable: ['repeatable-read', 'snapshot-isolation'],
  'strong-snapshot-isolation': ['strong-session-snapshot-isolation'],
  'strong-session-snapshot-isolation': ['snapshot-isolation'],
  'snapshot-isolation': ['monotonic-atomic-view'],
  'repeatable-read': ['monotonic-atomic-view'],
  'monotonic-atomic-view': ['read-committed'],
  'read-committed': ['read-uncommitted'],
  'read-uncommitted': []
}

/** The time that orders transactions under a model: none, each client's own, or real time. */
export type IsolationOrder = 'none' | 'process' | 'realtime'
export const ISOLATION_ORDERS: Readonly<Record<IsolationModel, IsolationOrder>> = {
  'strict-serializable': 'realtime',
  'strong-session-serializable': 'process',
  serializable: 'none',
  'strong-snapshot-isolation': 'realtime',
  'strong-session-snapshot-isolation': 'process',
  'snapshot-isolation': 'none',
  'repeatable-read': 'none',
  'monotonic-atomic-view': 'none',
  'read-committed': 'none',
  'read-uncommitted': 'none'
}

export const ISOLATION_TITLES: Readonly<Record<IsolationModel, string>> = {
  'strict-serializable': 'Strict serializable',
  'strong-session-serializable': 'Session serializable',
  serializable: 'Serializable',
  'strong-snapshot-isolation': 'Strong snapshot',
  'strong-session-snapshot-isolation': 'Session snapshot',
  'snapshot-isolation': 'Snapshot isolation',
  'repeatable-read': 'Repeatable read',
  'monotonic-atomic-view': 'Monotonic atomic view',
  'read-committed': 'Read committed',
  'read-uncommitted': 'Read uncommitted'
}

export function isIsolationModel(name: string): name is IsolationModel {
  return (ISOLATION_MODELS as readonly string[]).includes(name)
}
