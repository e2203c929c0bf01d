import type { MessageDescription } from '../../src-shared/description/messages'
import { CLIENT_MESSAGES } from '../../src-shared/description/messages'
import { operationText } from '../../src-shared/operations'
import type { ClientReplyBody, ClientRequestBody } from '../../src-shared/wire/client-messages'
import type { ProtocolMessage } from '../protocols/contract'

/** Texts of messages of one type that are kept, a second. What is rare, such as a vote, keeps its text whatever else goes on. */
const TEXTS_PER_TYPE_PER_S = 100
const WINDOW_US = 1_000_000
const TEXT_MAX = 200

/** What the event of a traced message tells beside its type. */
export interface ToldMessage {
  readonly forms?: readonly string[]
  readonly says?: string
}

interface Window {
  end_us: number
  texts: number
}

/** Tells of traced messages what form they have and, of so many a second, what they say. */
export class MessageTeller {
  private readonly types: ReadonlyMap<string, MessageDescription>
  private readonly windows = new Map<string, Window>()
  /** A node often sends all others the same message. */
  private told_body: unknown = null
  private told: ToldMessage = {}

  /** `describe`: one line about a message of the protocol. */
  constructor(
    messages: readonly MessageDescription[],
    private readonly describe: (message: ProtocolMessage) => string,
    private readonly now_us: () => number
  ) {
    this.types = new Map([...CLIENT_MESSAGES, ...messages].map((message) => [message.name, message]))
  }

  tell(type: string, body: unknown): ToldMessage {
    if (body === this.told_body && this.told.says !== undefined) return this.told
    const description = this.types.get(type)
    const forms = description && formsOf(description, body as ProtocolMessage)
    const says = this.isTextKept(type) ? this.textOf(type, body) : undefined
    this.told_body = body
    this.told = { ...(forms && { forms }), ...(says !== undefined && { says }) }
    return this.told
  }

  private isTextKept(type: string): boolean {
    const now = this.now_us()
    let window = this.windows.get(type)
    if (window === undefined) this.windows.set(type, (window = { end_us: 0, texts: 0 }))
    if (now >= window.end_us) {
      window.end_us = now + WINDOW_US
      window.texts = 0
    }
    return ++window.texts <= TEXTS_PER_TYPE_PER_S
  }

  private textOf(type: string, body: unknown): string {
    const text =
      type === 'request' ? requestText(body) : type === 'reply' ? replyText(body) : this.describe(body as ProtocolMessage)
    return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1)}…` : text
  }
}

/** Of clients, who send requests alone. */
export function clientTeller(now_us: () => number): MessageTeller {
  return new MessageTeller([], () => '', now_us)
}

/** Forms that the description leaves open; undefined: its type says it all. */
function formsOf({ empty, batch_of }: MessageDescription, message: ProtocolMessage): readonly string[] | undefined {
  if (batch_of !== undefined) return partFormsOf(batch_of, message as ProtocolMessage & BatchLike)
  return empty !== undefined && isEmpty(message, empty.fields) ? [empty.name] : undefined
}

interface BatchLike {
  readonly parts: readonly (readonly [group: string, message: ProtocolMessage])[]
}

function partFormsOf(types: readonly MessageDescription[], { parts }: BatchLike): readonly string[] {
  const forms = new Set<string>()
  for (const [, part] of parts) {
    const description = types.find(({ name }) => name === part.type)
    for (const form of (description && formsOf(description, part)) ?? [part.type]) forms.add(form)
  }
  return [...forms]
}

function isEmpty(message: ProtocolMessage, fields: readonly string[]): boolean {
  const values = message as unknown as Readonly<Record<string, unknown>>
  return fields.every((field) => values[field] === undefined || (values[field] as { readonly length?: number }).length === 0)
}

function requestText(body: unknown): string {
  const { session, sequence, operation } = body as ClientRequestBody
  return `${session}:${sequence} ${operationText(operation)}`
}

function replyText(body: unknown): string {
  const { reply } = body as ClientReplyBody
  switch (reply.status) {
    case 'ok':
      return `ok ${JSON.stringify(reply.result)}`
    case 'redirect':
      return `redirect to ${reply.leader ?? 'whoever leads'}`
    default:
      return `${reply.status}: ${reply.error}`
  }
}
