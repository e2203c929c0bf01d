/** What sites hold: items, each with the stamp of the update that made it. The newest update of a key wins. */
import { z } from 'zod'

/** When an update was made, by the clock of the site that made it. Unique, and ordered by time, then by site. */
export type Stamp = {
  readonly at_us: number
  readonly site: string
}

export type Item = Stamp & {
  readonly key: string
  /** null: the item is deleted, and this is its death certificate. */
  readonly value: string | null
  /** Of a death certificate: the sites that keep it dormant once it has expired; absent: nobody does. */
  readonly keepers?: readonly string[]
  /** When a dormant certificate was awakened, by the clock of its keeper: its time to live begins anew. Absent: it never was. */
  readonly awakened_us?: number
}

/** The site of items that all sites hold from the beginning: nobody made them. */
export const NOBODY = ''

export const stampFields = { at_us: z.number().int(), site: z.string() }

export const itemFields = { ...stampFields, key: z.string(), value: z.string().nullable() }

export function isNewer(one: Stamp, than: Stamp): boolean {
  return one.at_us === than.at_us ? one.site > than.site : one.at_us > than.at_us
}

export function isSameStamp(one: Stamp, other: Stamp): boolean {
  return one.at_us === other.at_us && one.site === other.site
}

/** What is told of it. */
export function toldItem({ key, value, at_us, site }: Item): Item {
  return { key, value, at_us, site }
}

/** Names an update among all. */
export function updateId({ key, at_us, site }: Stamp & { readonly key: string }): string {
  return `${key} ${at_us} ${site}`
}

/** `k = v`, or that k is deleted. */
export function itemText({ key, value }: Pick<Item, 'key' | 'value'>): string {
  return value === null ? `${key} deleted` : `${key} = ${value}`
}

/** The items that all sites hold from the beginning. */
export function initialItems(count: number): Item[] {
  return Array.from({ length: count }, (_, at) => ({ key: `i${at + 1}`, value: 'v0', at_us: 0, site: NOBODY }))
}
