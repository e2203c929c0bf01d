/** What sites say to each other. A message of a round is an offer: whoever does not answer is asked no further. */
import { itemText } from '../../../src-shared/protocols/gossip/items'
import type { Item, Stamp } from '../../../src-shared/protocols/gossip/items'

/** May I connect? Sent only where the number of connections is limited. */
export type Connect = { readonly type: 'connect' }
export type Accepted = { readonly type: 'accepted' }
export type Refused = { readonly type: 'refused' }

/** Items that the sender still finds worth telling; `pull`: tell me yours. */
export type Rumours = { readonly type: 'rumours'; readonly items: readonly Item[]; readonly pull: boolean }

export type Mark = Stamp & { readonly key: string; readonly needed: boolean }
/** Of each rumour, whether it was needed. */
export type Feedback = { readonly type: 'feedback'; readonly marks: readonly Mark[] }

/** Wishes of whoever opened the exchange. */
export type Wishes = {
  /** Take what I have that is newer. */
  readonly push: boolean
  /** Give me what you have that is newer. */
  readonly pull: boolean
}

/** The checksum of all that the sender holds, and recent updates that it pushes. */
export type Summary = Wishes & { readonly type: 'summary'; readonly sum: number; readonly recent: readonly Item[] }

/** The answer when checksums differ: the receiver's own, and recent updates that were pulled. */
export type Differs = { readonly type: 'differs'; readonly sum: number; readonly recent: readonly Item[] }

/** All that the sender holds; null: it does not push, and wants all that the receiver holds. */
export type Whole = { readonly type: 'whole'; readonly items: readonly Item[] | null; readonly pull: boolean }

export type KeyStamp = Stamp & { readonly key: string }
/** The stamp of each item that the sender holds. */
export type Stamps = Wishes & { readonly type: 'stamps'; readonly stamps: readonly KeyStamp[] }

/** The answer to a list of stamps: items that are newer here, and keys that are newer there. */
export type Difference = { readonly type: 'difference'; readonly items: readonly Item[]; readonly wanted: readonly string[] }

/** Items that the receiver lacks. */
export type Items = { readonly type: 'items'; readonly items: readonly Item[] }

export type GossipMessage =
  Connect | Accepted | Refused | Rumours | Feedback | Summary | Differs | Whole | Stamps | Difference | Items

/** One line that names a message and its main fields. */
export function describeMessage(message: GossipMessage): string {
  switch (message.type) {
    case 'connect':
      return 'connect'
    case 'accepted':
      return 'accepted'
    case 'refused':
      return 'refused'
    case 'rumours':
      return message.items.length === 0 ? 'any rumours?' : `rumours ${listed(message.items)}${message.pull ? ', and yours?' : ''}`
    case 'feedback':
      return message.marks.map(({ key, needed }) => `${key} ${needed ? 'needed' : 'known'}`).join(', ')
    case 'summary':
      return `checksum${message.recent.length > 0 ? `, recent ${listed(message.recent)}` : ''}`
    case 'differs':
      return `checksums differ${message.recent.length > 0 ? `, recent ${listed(message.recent)}` : ''}`
    case 'whole':
      return message.items === null ? 'send all you have' : `all I have: ${listed(message.items)}`
    case 'stamps':
      return `stamps of ${message.stamps.length === 0 ? 'nothing' : message.stamps.map(({ key }) => key).join(', ')}`
    case 'difference':
      return `newer here ${listed(message.items)}, wanted ${message.wanted.length === 0 ? 'nothing' : message.wanted.join(', ')}`
    case 'items':
      return `items ${listed(message.items)}`
  }
}

function listed(items: readonly Item[]): string {
  return items.length === 0 ? 'nothing' : items.map(itemText).join(', ')
}
