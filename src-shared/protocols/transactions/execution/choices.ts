/** How far transactions are kept apart; the strongest first. */
export const ISOLATIONS = ['serializable', 'snapshot', 'read-committed', 'read-uncommitted'] as const
export type Isolation = (typeof ISOLATIONS)[number]

/** What is done about transactions that would wait for each other for ever. */
export const DEADLOCK_POLICIES = ['wait-die', 'wound-wait', 'detection', 'timeout'] as const
export type DeadlockPolicy = (typeof DEADLOCK_POLICIES)[number]
