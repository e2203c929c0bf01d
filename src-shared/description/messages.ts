/** What is said of message types, as plain data: what each is for, and what people call it. */

/** What a message is for; the most telling first. */
export const MESSAGE_KINDS = ['ask', 'decision', 'data', 'answer', 'heartbeat'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** How a message is drawn and called. */
export interface MessageLook {
  /** The form's name in events. */
  readonly name: string
  readonly kind: MessageKind
  /** A word or two: "vote request". */
  readonly word: string
}

/** A message type; its place in the list of its protocol is its code in a frame. */
export interface MessageDescription extends MessageLook {
  /** What it is when each of these fields is absent or an empty list. */
  readonly empty?: MessageLook & { readonly fields: readonly string[] }
  /** It is a batch: `parts` are pairs of a group and a message of one of these types. It is of the kinds of its parts. */
  readonly batch_of?: readonly MessageDescription[]
}

/** What many groups on one node say to those on another, in one message. */
export function batchOf(messages: readonly MessageDescription[]): MessageDescription {
  return { name: 'groups', kind: 'data', word: 'batch', batch_of: messages }
}

/** Between a client and a node, whatever the protocol. */
export const CLIENT_MESSAGES = [
  { name: 'request', kind: 'ask', word: 'request' },
  { name: 'reply', kind: 'decision', word: 'reply' }
] as const satisfies readonly MessageDescription[]

const CLIENT_NAMES: ReadonlySet<string> = new Set(CLIENT_MESSAGES.map(({ name }) => name))

/** Between nodes, and more than a sign of life. */
export function isOfNote({ name, kind }: MessageLook): boolean {
  return kind !== 'heartbeat' && !CLIENT_NAMES.has(name)
}

const UNKNOWN: MessageLook = { name: '', kind: 'data', word: 'message' }

/** Looks of all forms that messages of a protocol and its clients have, by the form's name. */
export type MessageLooks = ReadonlyMap<string, MessageLook>

const looks_of = new WeakMap<readonly MessageDescription[], MessageLooks>()

/** Looks by the names that events use. The same map for the same list. */
export function messageLooks(messages: readonly MessageDescription[]): MessageLooks {
  let looks = looks_of.get(messages)
  if (looks === undefined) {
    looks = new Map([...CLIENT_MESSAGES, ...messages].flatMap(formsOf).map((look) => [look.name, look]))
    looks_of.set(messages, looks)
  }
  return looks
}

/**
 * The look of a message as events tell it: of its forms where they do, else of its type. With several forms the most telling one gives the
 * kind, and the word says that there is more.
 */
export function lookOf(looks: MessageLooks, type: string | null, forms: readonly string[] | null = null): MessageLook {
  if (type === null) return UNKNOWN
  if (forms === null) return looks.get(type) ?? { ...UNKNOWN, name: type, word: type }
  const all = forms.map((form) => lookOf(looks, form))
  const [first = UNKNOWN, ...others] = all.sort((a, b) => MESSAGE_KINDS.indexOf(a.kind) - MESSAGE_KINDS.indexOf(b.kind))
  return others.length === 0 ? first : { ...first, word: `${first.word} and more` }
}

function formsOf(message: MessageDescription): MessageLook[] {
  return [message, ...(message.empty ? [message.empty] : []), ...(message.batch_of ?? []).flatMap(formsOf)]
}
