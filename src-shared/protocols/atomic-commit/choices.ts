/** How the members of a transaction come to decide alike. */
export const COMMIT_PROTOCOLS = ['two-phase'] as const
