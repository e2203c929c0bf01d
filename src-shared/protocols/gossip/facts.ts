/** What sites tell of updates. What they hold is on their disks by then. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { itemFields, itemText, stampFields } from './items'

const count = z.number().int().min(0)
/** The number of the round by the site's clock: equal on all sites whose clocks agree. */
const round = z.number().int()

/** Somebody changed or deleted an item at a site. */
export const UpdateInjected = declareFact({
  name: 'update-injected',
  volume: 'mark',
  kept: true,
  fields: z.object({ ...itemFields, round }),
  text: (item, { node }) => `${node} is given ${itemText(item)}.`,
  moment: (item) => itemText(item)
})
export type UpdateInjected = FactOf<typeof UpdateInjected>

/** A site has taken over an update from another. */
export const UpdateLearned = declareFact({
  name: 'update-learned',
  volume: 'mark',
  kept: true,
  fields: z.object({ ...itemFields, round, from: z.string(), by: z.enum(['rumour', 'anti-entropy']) }),
  text: ({ from, by, ...item }, { node }) => `${node} learns ${itemText(item)} from ${from}, by ${by}.`,
  moment: ({ from, ...item }) => `${itemText(item)}, from ${from}`
})
export type UpdateLearned = FactOf<typeof UpdateLearned>

/** A site tells a rumour no more. */
export const InterestLost = declareFact({
  name: 'interest-lost',
  volume: 'mark',
  kept: true,
  fields: z.object({
    key: z.string(),
    ...stampFields,
    /** How often it has told the rumour. */
    tellings: count,
    /** Rounds in a row in which nobody needed it; without feedback: rounds in which it was told. */
    in_vain: count,
    /** Those of them in which no answer came: they should not count. */
    unanswered: count,
    round
  }),
  text: ({ key, tellings, in_vain }, { node }) =>
    `${node} loses interest in ${key}: told ${tellings} times, and ${in_vain} rounds in vain.`,
  moment: ({ key }) => `silent on ${key}`
})
export type InterestLost = FactOf<typeof InterestLost>

/** A site no longer tells others of a death certificate; `dormant`: it keeps it for whoever brings the item back. */
export const CertificateDropped = declareFact({
  name: 'certificate-dropped',
  volume: 'mark',
  kept: true,
  fields: z.object({ key: z.string(), ...stampFields, dormant: z.boolean() }),
  text: ({ key, dormant }, { node }) =>
    dormant ? `${node} keeps the death certificate of ${key} dormant.` : `${node} drops the death certificate of ${key}.`,
  moment: ({ key, dormant }) => `certificate of ${key} ${dormant ? 'dormant' : 'dropped'}`
})
export type CertificateDropped = FactOf<typeof CertificateDropped>

/** Somebody has brought back an item whose death certificate this site keeps. */
export const CertificateAwakened = declareFact({
  name: 'certificate-awakened',
  volume: 'mark',
  kept: true,
  fields: z.object({ key: z.string(), ...stampFields, from: z.string() }),
  text: ({ key, from }, { node }) => `${node} awakens the death certificate of ${key}, which ${from} still has.`,
  moment: ({ key }) => `certificate of ${key} awakened`
})
export type CertificateAwakened = FactOf<typeof CertificateAwakened>

/** What a site found on its disk when it started. */
export const SiteRecovered = declareFact({
  name: 'site-recovered',
  volume: 'event',
  fields: z.object({
    items: count,
    /** Those that it was given itself. */
    own: z.array(z.object(itemFields)),
    /** The disk's generation: another one than before means that what it has told may be gone. */
    generation: count
  }),
  text: ({ items }, { node }) => `${node} starts with ${items} items.`
})
export type SiteRecovered = FactOf<typeof SiteRecovered>

export const GOSSIP_FACTS = [UpdateInjected, UpdateLearned, InterestLost, CertificateDropped, CertificateAwakened, SiteRecovered]
