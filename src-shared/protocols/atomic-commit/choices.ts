/** How the members of a transaction come to decide alike. */
export const COMMIT_PROTOCOLS = ['two-phase', 'three-phase', 'paxos'] as const

/** What a transaction has become of which two-phase commit’s coordinator remembers nothing. */
export const PRESUMPTIONS = ['abort', 'commit'] as const

/** Whom a participant of two-phase commit asks that is in doubt: the coordinator alone, or the other participants too. */
export const TERMINATIONS = ['coordinator', 'cooperative'] as const
