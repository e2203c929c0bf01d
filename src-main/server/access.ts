import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { networkInterfaces } from 'node:os'

const TOKEN_BYTES = 24
/** No 0, O, 1, I or L: people read the code off a projector. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const CODE_LENGTH = 8
/** Wrong tokens and codes within a window; beyond it nobody new gets in until the window has passed. */
const WRONG_MAX = 30
const WRONG_WINDOW_MS = 60_000

/** Who may talk to the lab: whoever holds this start's token or, once the lab is open to the room, the join code. */
export class Access {
  readonly token = randomBytes(TOKEN_BYTES).toString('base64url')
  readonly joinCode: string | null
  #wrong = 0
  #window_ms = 0

  /** `now_ms` reads any monotonic clock. */
  constructor(
    readonly open: boolean,
    private readonly now_ms: () => number = () => performance.now()
  ) {
    this.joinCode = open ? joinCode() : null
  }

  /** Whether this opens the door. Wrong guesses are counted; too many close it to join codes for a while. */
  admits(candidate: unknown): boolean {
    if (typeof candidate !== 'string' || candidate === '') return false
    if (same(candidate, this.token)) return true
    if (this.joinCode === null || this.#tooManyWrong()) return false
    if (same(candidate.trim().toUpperCase(), this.joinCode)) return true
    this.#wrong += 1
    return false
  }

  /** Why a code that was typed does not open the door, in one sentence. */
  get refusal(): string {
    return this.#tooManyWrong()
      ? 'Too many wrong codes were tried: wait a minute, then try again.'
      : 'This is not the join code of this lab: look at it once more.'
  }

  /** Whether a request's `Host` names this server: a name that somebody pointed at loopback (DNS rebinding) does not. */
  isOwnHost(host: string | undefined, port: number): boolean {
    if (!host) return false
    const names = ['127.0.0.1', 'localhost', '[::1]', ...(this.open ? roomAddresses() : [])]
    return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
  }

  /** Whether a socket's `Origin` is a page of this server. */
  isOwnOrigin(origin: string | undefined, port: number): boolean {
    return origin?.startsWith('http://') === true && this.isOwnHost(origin.slice('http://'.length), port)
  }

  #tooManyWrong(): boolean {
    const now_ms = this.now_ms()
    if (now_ms - this.#window_ms > WRONG_WINDOW_MS) {
      this.#window_ms = now_ms
      this.#wrong = 0
    }
    return this.#wrong >= WRONG_MAX
  }
}

/** This machine's IPv4 addresses that others in the room can reach. */
export function roomAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}

function joinCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('')
}

/** Compares without telling by its time how much agreed. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
