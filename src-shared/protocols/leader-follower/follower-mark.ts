import type { FollowerMark } from '../replicated-log/followers'

/** Whether writes wait for it: for every follower, for whichever is first, or for nobody. */
export const followerMark: FollowerMark = ({ parameters: { replication } }, { counts }, is_first) => {
  if (!counts) return 'catching up'
  if (replication === 'synchronous') return 'synchronous'
  return replication === 'semi-synchronous' && is_first ? 'synchronous now' : null
}
