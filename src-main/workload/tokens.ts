import type { RequestContext } from '../../src-shared/wire/client-messages'

/** Keys whose tokens a client remembers; beyond it the oldest is forgotten. */
const KEYS_MAX = 10_000

/** The tokens that replies gave a session to bring along: the newest of all, and the newest of each key. */
export class Tokens {
  private session: string | undefined
  private readonly of_key = new Map<string, string>()

  /** What a request about the keys brings along; undefined: nothing. A key's token is for a request about that key alone. */
  contextOf(keys: readonly string[]): RequestContext | undefined {
    const { session } = this
    const of_key = keys.length === 1 ? this.of_key.get(keys[0]!) : undefined
    if (session === undefined && of_key === undefined) return undefined
    return { ...(session !== undefined && { session }), ...(of_key !== undefined && { key: of_key }) }
  }

  /** Keeps what the reply to a request about the keys gave. */
  keep(keys: readonly string[], context: RequestContext): void {
    this.session = context.session ?? this.session
    const [key] = keys
    if (context.key === undefined || key === undefined || keys.length > 1) return
    this.of_key.delete(key)
    this.of_key.set(key, context.key)
    if (this.of_key.size > KEYS_MAX) this.of_key.delete(this.of_key.keys().next().value!)
  }
}
