import type { MemberId, Placement } from './placement'

/**
 * A preference list that takes one member of each region before it takes a second of any, as replicas in several data centres
 * want it (DeCandia et al. 2007, §4.6). A member without a region counts as one of its own.
 */
export function ownersAcrossRegions(placement: Placement, key: string, count: number): MemberId[] {
  const regions = new Map(placement.members.map(({ id, region }) => [id, region]))
  const seen = new Set<string>()
  const repeats: MemberId[] = []
  const firsts = placement.owners(key, placement.members.length).filter((id) => {
    const region = regions.get(id)
    if (region === undefined) return true
    if (seen.has(region)) repeats.push(id)
    return !seen.has(region) && seen.add(region)
  })
  return [...firsts, ...repeats].slice(0, Math.max(0, count))
}
