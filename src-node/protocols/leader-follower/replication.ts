/** How many disks a write must be on before it is acknowledged. */
import type { REPLICATIONS } from '../../../src-shared/protocols/leader-follower/description'

export type Replication = (typeof REPLICATIONS)[number]

/** How many of so many followers must have stored it. */
export function storedByFollowers(replication: Replication, followers: number): number {
  switch (replication) {
    case 'asynchronous':
      return 0
    case 'semi-synchronous':
      return Math.min(1, followers)
    case 'synchronous':
      return followers
  }
}
