import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import type { Role } from '../../src-shared/room/room-api'

const TOKEN_BYTES = 24
/** No 0, O, 1, I or L: people read the code off a projector. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const CODE_LENGTH = 8
/** Wrong tokens and codes within a window; beyond it nobody new gets in until the window has passed. */
const WRONG_MAX = 30
const WRONG_WINDOW_MS = 60_000

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']

/** Who may talk to the lab: whoever holds this start's token or, while the lab is open to the room, the join code. */
export class Access {
  readonly token = randomBytes(TOKEN_BYTES).toString('base64url')
  #join: { readonly code: string; readonly hosts: readonly string[] } | null = null
  /** Codes of rooms that were closed: pages that still have one are not guessing. */
  readonly #former = new Set<string>()
  #wrong = 0
  #window_ms = 0

  /** `now_ms` reads any monotonic clock. */
  constructor(private readonly now_ms: () => number = () => performance.now()) {}

  /** null: the lab is not open to the room. */
  get joinCode(): string | null {
    return this.#join?.code ?? null
  }

  /** Names (`host:port`) by which others reach this server. */
  get roomHosts(): readonly string[] {
    return this.#join?.hosts ?? []
  }

  /** Lets others join with a new code, by these names as well as on this computer. */
  openRoom(hosts: readonly string[]): void {
    this.closeRoom()
    this.#join = { code: newJoinCode(), hosts }
  }

  closeRoom(): void {
    if (this.#join) this.#former.add(this.#join.code)
    this.#join = null
  }

  /** Whom this lets in; null: nobody. Wrong guesses are counted; too many close the door to join codes for a while. */
  roleOf(candidate: unknown): Role | null {
    if (typeof candidate !== 'string' || candidate === '') return null
    if (same(candidate, this.token)) return 'instructor'
    const code = asCode(candidate)
    if (this.joinCode === null || this.#former.has(code) || this.#tooManyWrong()) return null
    if (same(code, this.joinCode)) return 'participant'
    this.#wrong += 1
    return null
  }

  /** Why this does not open the door, in one sentence. */
  refusalOf(candidate: unknown): string {
    const isFormer = typeof candidate === 'string' && this.#former.has(asCode(candidate))
    if (this.joinCode === null)
      return isFormer
        ? 'The room is closed: once it is open again, type its new code.'
        : 'This page lacks the token of this start: use the whole address that Netsplit printed, or wait until the room is opened.'
    if (isFormer) return 'This join code is no longer in use: type the new one.'
    if (this.#tooManyWrong()) return 'Too many wrong codes were tried: wait a minute, then try again.'
    return 'This is not the join code of this lab: look at it once more.'
  }

  /** Whether a request's `Host` names this server: a name that somebody pointed at loopback (DNS rebinding) does not. */
  isOwnHost(host: string | undefined, port: number): boolean {
    if (!host) return false
    if (this.#join?.hosts.includes(host)) return true
    return LOOPBACK_HOSTS.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
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

/** However it was typed. */
function asCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}

function newJoinCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('')
}

/** Compares without telling by its time how much agreed. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
