/** Lifeguard's local health multiplier: a member that misses answers may be the slow one itself (Dadgar, Phillips, Currey 2017, §IV-A). */
import type { MembershipState } from './state'

/** S of the paper. */
const HEALTH_MAX = 8

export function changeHealth(state: MembershipState, by: number): void {
  if (state.settings.lha_probe) state.health = Math.min(HEALTH_MAX, Math.max(0, state.health + by))
}

/** A period or timeout as long as this member's health makes it. */
export function scaled({ health }: MembershipState, duration_us: number): number {
  return duration_us * (health + 1)
}
