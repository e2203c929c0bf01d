/** Time masters (§3): members that know the time from a receiver or an atomic clock of their own. */
import type { RoleDescription } from '../../description/protocol-description'

export const GPS_MASTER = 'gps-master'
export const ATOMIC_MASTER = 'atomic-master'

export const MASTER_ROLES = [
  { name: GPS_MASTER, title: 'GPS time master', assignable: true, votes: false, look: { icon: 'triangle', tone: 'teal' } },
  { name: ATOMIC_MASTER, title: 'Atomic time master', assignable: true, votes: false, look: { icon: 'diamond', tone: 'violet' } }
] as const satisfies readonly RoleDescription[]
