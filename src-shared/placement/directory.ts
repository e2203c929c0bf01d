import { hash32 } from './hash'
import { checkMembers, membersBehind } from './placement'
import type { Member, MemberId, Placement } from './placement'

/** A lookup table from bucket to owner, as it can be changed entry by entry. */
export type Directory = ReadonlyMap<string, MemberId>

/**
 * Directory: a table names the owner of every bucket, so that any of them can be anywhere; the NameNode of HDFS is one
 * (Shvachko et al. 2010). A key is a bucket of its own unless `bucketOf` says otherwise.
 */
export function createDirectory(
  members: readonly Member[],
  { table, bucketOf = (key) => key }: { table: Directory; bucketOf?: (key: string) => string }
): Placement {
  checkMembers(members)
  const places = new Map(members.map(({ id }, place) => [id, place]))
  for (const [bucket, owner] of table)
    if (!places.has(owner)) throw new RangeError(`The directory puts "${bucket}" on "${owner}", which is no member.`)
  const owner = (key: string): MemberId => {
    const found = table.get(bucketOf(key))
    if (found === undefined) throw new RangeError(`The directory has no entry for "${bucketOf(key)}".`)
    return found
  }
  return {
    name: 'directory',
    members,
    owner,
    owners: (key, count) => membersBehind(members, places.get(owner(key))!, count),
    explain: (key) => {
      const bucket = bucketOf(key)
      return `${bucket === key ? `"${key}"` : `"${key}" is in bucket "${bucket}", which`} has an entry in the directory: ${owner(key)}.`
    }
  }
}

/** Buckets by hash, `0` to `count` − 1, so that the directory stays small however many keys there are. */
export function hashBuckets(count: number): (key: string) => string {
  return (key) => String(hash32(key) % count)
}
