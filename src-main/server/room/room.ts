import type { Answer } from '../../../src-shared/lessons/prediction'
import type { Place, RoomLesson, RoomRequest, RoomSelf, RoomState } from '../../../src-shared/room/room-api'
import { LabError } from '../../lab/lab-error'
import { Participants } from './participants'
import type { Participant } from './participants'
import { RoomVote } from './room-vote'

/** Votes that are remembered; the oldest one goes. */
const VOTES_MAX = 50
const MINUTE_MS = 60_000

export interface RoomObserver {
  /** What everybody is told has changed. */
  onState(): void
  onPlace(): void
  /** What this participant is told of themselves has changed. */
  onSelf(participant: Participant): void
}

/** Those who joined a lab, who of them may act, and what they vote on. Knows nothing of sockets. */
export class Room {
  readonly participants: Participants
  #place: Place | null = null
  #lesson: RoomLesson | null = null
  /** By lesson and step, oldest first. */
  readonly #votes = new Map<string, RoomVote>()
  #vote: RoomVote | null = null
  #hands: Participant[] = []
  #acting: { readonly participant: Participant; readonly until_ms: number | null } | null = null
  #end: NodeJS.Timeout | undefined

  /** `now_ms` reads any monotonic clock. */
  constructor(
    private readonly observer: RoomObserver,
    private readonly now_ms: () => number = () => performance.now()
  ) {
    this.participants = new Participants(now_ms)
  }

  get place(): Place | null {
    return this.#place
  }

  get lesson(): RoomLesson | null {
    return this.#lesson
  }

  /** What everybody is told; `open`: others may join. */
  state(open: boolean): RoomState {
    const { present } = this.participants
    const acting = this.#acting && {
      participant: this.#acting.participant.number,
      left_ms: this.#acting.until_ms === null ? null : Math.max(0, this.#acting.until_ms - this.now_ms())
    }
    const hands = this.#hands.map(({ number }) => number)
    return { open, present, hands, acting, lesson: this.#lesson, vote: this.#vote?.view ?? null }
  }

  self(participant: Participant): Pick<RoomSelf, 'number' | 'answers'> {
    const answers: Record<string, { round: number; answer: Answer }> = {}
    for (const vote of this.#votes.values()) {
      const given = vote.lesson === this.#lesson?.id ? vote.answerOf(participant) : undefined
      if (given) answers[vote.step] = given
    }
    return { number: participant.number, answers }
  }

  isActing(participant: Participant): boolean {
    return this.#acting?.participant === participant
  }

  join(key: unknown): Participant {
    const participant = this.participants.join(key)
    this.observer.onState()
    return participant
  }

  leave(participant: Participant): void {
    this.participants.leave(participant)
    if (participant.pages === 0) this.lower(participant)
    this.#vote?.showIfAllAnswered(this.present)
    this.observer.onState()
  }

  /** What a participant asks. Throws a {@link LabError} with the sentence to show. */
  ask(participant: Participant, request: RoomRequest): void {
    switch (request.ask) {
      case 'hand':
        if (!request.up) this.lower(participant)
        else if (!this.#hands.includes(participant)) this.#hands.push(participant)
        return this.observer.onState()
      case 'answer':
        return this.answer(participant, request.answer)
      default:
        throw new LabError('Only the instructor can do this.')
    }
  }

  /** What the instructor asks, but for opening and closing. Throws a {@link LabError} with the sentence to show. */
  direct(request: RoomRequest): void {
    switch (request.ask) {
      case 'place':
        this.#place = request.place
        return this.observer.onPlace()
      case 'lesson':
        this.#lesson = request.lesson
        if (this.#vote?.lesson !== request.lesson?.id) this.#vote = null
        break
      case 'let-act':
        this.letAct(this.known(request.participant), request.minutes)
        break
      case 'take-back':
        this.takeBack()
        break
      case 'lower':
        this.lower(this.known(request.participant))
        break
      case 'vote':
        this.#vote = this.voteOn(request.step)
        break
      case 'show-vote':
        this.#vote?.show()
        break
      case 'vote-again':
        this.#vote?.again()
        break
      default:
        throw new LabError('Only a participant can do this.')
    }
    this.observer.onState()
  }

  /** Everybody is gone, and nothing of them stays. */
  clear(): void {
    this.takeBack()
    this.participants.clear()
    this.#hands = []
    this.#votes.clear()
    this.#vote = null
    this.observer.onState()
  }

  private get present(): readonly Participant[] {
    return this.participants.all.filter(({ pages }) => pages > 0)
  }

  private known(number: number): Participant {
    const participant = this.participants.find(number)
    if (!participant) throw new LabError(`Participant ${number} is not here any more.`)
    return participant
  }

  private lower(participant: Participant): void {
    this.#hands = this.#hands.filter((one) => one !== participant)
  }

  private letAct(participant: Participant, minutes: number | null): void {
    this.takeBack()
    this.lower(participant)
    const for_ms = minutes === null ? null : minutes * MINUTE_MS
    this.#acting = { participant, until_ms: for_ms === null ? null : this.now_ms() + for_ms }
    if (for_ms !== null) this.#end = setTimeout(() => (this.takeBack(), this.observer.onState()), for_ms).unref()
  }

  private takeBack(): void {
    clearTimeout(this.#end)
    this.#acting = null
  }

  private voteOn(step: number): RoomVote {
    const lesson = this.#lesson?.id
    if (lesson === undefined) throw new LabError('No lesson is open: open one to let the room predict.')
    const name = `${lesson}/${step}`
    const vote = this.#votes.get(name) ?? new RoomVote(lesson, step)
    this.#votes.set(name, vote)
    if (this.#votes.size > VOTES_MAX) this.#votes.delete(this.#votes.keys().next().value!)
    return vote
  }

  private answer(participant: Participant, answer: Answer): void {
    if (!this.#vote?.isOpen) throw new LabError('The voting is over: this answer does not count.')
    this.#vote.answer(participant, answer)
    this.#vote.showIfAllAnswered(this.present)
    this.observer.onSelf(participant)
    this.observer.onState()
  }
}
