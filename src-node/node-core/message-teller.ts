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
  readonly forms: readonly string[] | undefined
  readonly says: string | undefined
}

/** A type of messages, and how many of its texts may still be kept until the window ends. */
interface ToldType {
  readonly batch_of: readonly MessageDescription[] | undefined
  /** Fields that are empty in its empty form, and how that is told; null: it has none. */
  readonly empty: { readonly fields: readonly string[]; readonly forms: readonly string[] } | null
  window_end_us: number
  texts_left: number
}

const NOTHING: ToldMessage = { forms: undefined, says: undefined }

/** Tells of traced messages what form they have and, of so many a second, what they say. */
export class MessageTeller {
  private readonly types: ReadonlyMap<string, ToldType>
  /** A node often sends all others the same message. */
  private told_body: unknown = null
  private told = NOTHING

  /** `describe`: one line about a message of the protocol. */
  constructor(
    messages: readonly MessageDescription[],
    private readonly describe: (message: ProtocolMessage) => string,
    private readonly now_us: () => number
  ) {
    this.types = typesOf([...CLIENT_MESSAGES, ...messages])
  }

  tell(type: string, body: unknown): ToldMessage {
    if (body === this.told_body && this.told.says !== undefined) return this.told
    const told_type = this.types.get(type)
    if (told_type === undefined) return NOTHING
    const forms = formsOf(told_type, body as ProtocolMessage)
    this.told_body = body
    this.told = { forms, says: this.isTextKept(told_type) ? this.textOf(type, body) : undefined }
    return this.told
  }

  private isTextKept(type: ToldType): boolean {
    const now_us = this.now_us()
    if (now_us >= type.window_end_us) {
      type.window_end_us = now_us + WINDOW_US
      type.texts_left = TEXTS_PER_TYPE_PER_S
    }
    return type.texts_left-- > 0
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

function typesOf(messages: readonly MessageDescription[]): ReadonlyMap<string, ToldType> {
  return new Map(
    messages.map(({ name, empty, batch_of }): [string, ToldType] => [
      name,
      {
        batch_of,
        empty: empty ? { fields: empty.fields, forms: [empty.name] } : null,
        window_end_us: 0,
        texts_left: 0
      }
    ])
  )
}

/** Forms that the description leaves open; undefined: its type says it all. */
function formsOf({ batch_of, empty }: ToldType, message: ProtocolMessage): readonly string[] | undefined {
  if (batch_of !== undefined) return partFormsOf(batch_of, message as ProtocolMessage & BatchLike)
  return empty !== null && isEmpty(message, empty.fields) ? empty.forms : undefined
}

interface BatchLike {
  readonly parts: readonly (readonly [group: string, message: ProtocolMessage])[]
}

function partFormsOf(types: readonly MessageDescription[], { parts }: BatchLike): readonly string[] {
  const forms = new Set<string>()
  for (const [, part] of parts) {
    const empty = types.find(({ name }) => name === part.type)?.empty
    forms.add(empty !== undefined && isEmpty(part, empty.fields) ? empty.name : part.type)
  }
  return [...forms]
}

function isEmpty(message: ProtocolMessage, fields: readonly string[]): boolean {
  const values = message as unknown as Readonly<Record<string, unknown>>
  for (const field of fields) {
    const value = values[field] as { readonly length?: number } | undefined
    if (value !== undefined && value.length !== 0) return false
  }
  return true
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
