/** How sites spread what they know (Demers et al. 1987, §1.3 and §1.4). */
export const METHODS = ['rumours', 'anti-entropy', 'both'] as const
/** Who tells whom: the site that chose its partner, the partner, or both. */
export const DIRECTIONS = ['push', 'pull', 'push-pull'] as const
/** How interest in a rumour is lost: after k occasions, or after each with a probability of 1/k. */
export const INTERESTS = ['counter', 'coin'] as const
/** What two sites compare before they exchange items. */
export const DIGESTS = ['whole', 'checksum', 'recent', 'stamps'] as const
