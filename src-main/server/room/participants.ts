import { LabError } from '../../lab/lab-error'
import { RateLimit } from './rate-limit'

/** As many as there may be in a room. */
export const PARTICIPANTS_MAX = 100
/** Pages that one of them may have open. */
const PAGES_MAX = 4
/** Messages of one participant, over all of their pages: a drag of a slider while they act is the most that a person makes. */
const MESSAGES_PER_S = 20
const MESSAGES_BURST = 60
const KEY = /^[\w-]{16,64}$/

/** Somebody who came by the join code; known again by the key that their page keeps. */
export interface Participant {
  readonly key: string
  /** What they are called: participants are counted, not named. */
  readonly number: number
  readonly messages: RateLimit
  /** Pages that are connected. */
  pages: number
  left_ms: number
}

/** Those who have joined, and are known again when they come back. */
export class Participants {
  readonly #byKey = new Map<string, Participant>()
  #newest = 0

  /** `now_ms` reads any monotonic clock. */
  constructor(private readonly now_ms: () => number) {}

  get present(): number {
    return this.all.filter(({ pages }) => pages > 0).length
  }

  get all(): readonly Participant[] {
    return [...this.#byKey.values()]
  }

  /** Takes in a page with this key. Throws a {@link LabError} with the sentence to show. */
  join(key: unknown): Participant {
    if (typeof key !== 'string' || !KEY.test(key)) throw new LabError('This page did not say whose it is: reload it.')
    const participant = this.#byKey.get(key) ?? this.add(key)
    if (participant.pages >= PAGES_MAX)
      throw new LabError(`You have ${PAGES_MAX} pages of this lab open: close one of them, then reload this one.`)
    participant.pages += 1
    return participant
  }

  leave(participant: Participant): void {
    participant.pages -= 1
    participant.left_ms = this.now_ms()
  }

  find(number: number): Participant | null {
    return this.all.find((one) => one.number === number) ?? null
  }

  clear(): void {
    this.#byKey.clear()
    this.#newest = 0
  }

  private add(key: string): Participant {
    if (this.#byKey.size >= PARTICIPANTS_MAX) this.forgetOne()
    const messages = new RateLimit(MESSAGES_PER_S, MESSAGES_BURST, this.now_ms)
    const added: Participant = { key, number: ++this.#newest, messages, pages: 0, left_ms: 0 }
    this.#byKey.set(key, added)
    return added
  }

  /** Makes room for another one: whoever has been gone for longest is not known again. */
  private forgetOne(): void {
    const gone = this.all.filter(({ pages }) => pages === 0).sort((a, b) => a.left_ms - b.left_ms)[0]
    if (!gone) throw new LabError(`The room is full: ${PARTICIPANTS_MAX} participants are here.`)
    this.#byKey.delete(gone.key)
  }
}
