import { IMPORTANCE } from '../../../src-shared/panels/story'
import type { Narrator, Sentence } from './narrator'

/** The newest and those before it. */
const CAPTIONS_MAX = 3
/** Screen time for which a new caption stands before the next may come. */
const READING_MS = 1500
/** What happened is held back for so long: its effect, which says more, may follow at once. */
const EFFECT_MS = 400
/** What had no turn for so long is no news any more. */
const LATE_MS = 5000

interface Waiting {
  readonly sentence: Sentence
  readonly since_ms: number
}

/**
 * Which of the narrator's sentences are on screen, at a pace that can be read: of those that wait the most important one, the oldest of
 * equals. Less important ones from before it are skipped, so that captions never go back in time.
 */
export class Captions {
  /** Oldest first. */
  shown: readonly Sentence[] = []
  private narrator: Narrator | null = null
  /** Number of the newest sentence that was considered. */
  private heard = 0
  private waiting: readonly Waiting[] = []
  private changed_ms = -Infinity

  /** Call a few times a second. `still`: a single moment is on show, so that nothing has to wait for its turn. */
  follow(narrator: Narrator, now_ms: number, still: boolean): void {
    if (still || narrator !== this.narrator || narrator.sentences_total < this.heard) return this.startAt(narrator, now_ms)
    this.listen(narrator, now_ms)
    this.shown = asNow(this.shown, narrator)
    if (now_ms - this.changed_ms < READING_MS) return
    const ready = this.waiting.filter(
      ({ sentence, since_ms }) => sentence.importance !== 'event' || now_ms - since_ms >= EFFECT_MS
    )
    if (ready.length === 0) return
    const { sentence } = mostImportant(ready)
    this.waiting = this.waiting.filter((other) => other.sentence.number > sentence.number)
    const before = this.shown.filter((other) => !isToldBy(other, sentence))
    this.shown = [...before, ...asNow([sentence], narrator)].slice(-CAPTIONS_MAX)
    this.changed_ms = now_ms
  }

  private listen(narrator: Narrator, now_ms: number): void {
    const fresh = narrator.sentences.filter((sentence) => sentence.number > this.heard && isTold(sentence))
    this.heard = narrator.sentences_total
    const topics = new Set(fresh.flatMap(({ topic }) => topic ?? []))
    const kept = this.waiting.filter(
      ({ sentence: { topic }, since_ms }) => now_ms - since_ms < LATE_MS && (topic === undefined || !topics.has(topic))
    )
    this.waiting = [...kept, ...newestOfTopics(fresh).map((sentence) => ({ sentence, since_ms: now_ms }))]
  }

  private startAt(narrator: Narrator, now_ms: number): void {
    this.narrator = narrator
    this.heard = narrator.sentences_total
    this.waiting = []
    const told = narrator.sentences.filter(isTold)
    this.shown = told.filter((sentence, i) => !isToldBy(sentence, told[i + 1])).slice(-CAPTIONS_MAX)
    this.changed_ms = now_ms - READING_MS
  }
}

function isTold({ importance }: Sentence): boolean {
  return importance !== 'detail'
}

/** Whether the next sentence is the effect of what happened. */
function isToldBy({ importance, t }: Sentence, next: Sentence | undefined): boolean {
  return importance === 'event' && next?.importance === 'effect' && next.t - t < EFFECT_MS * 1000
}

function newestOfTopics(sentences: readonly Sentence[]): Sentence[] {
  const newest = new Map(sentences.map(({ topic, number }) => [topic, number]))
  return sentences.filter(({ topic, number }) => topic === undefined || newest.get(topic) === number)
}

function mostImportant(waiting: readonly Waiting[]): Waiting {
  const rank = ({ sentence }: Waiting): number => IMPORTANCE.indexOf(sentence.importance)
  return waiting.reduce((best, other) => (rank(other) > rank(best) ? other : best))
}

/** A sentence may be put otherwise while somebody is still setting what it tells of. */
function asNow(sentences: readonly Sentence[], narrator: Narrator): readonly Sentence[] {
  return sentences.map((sentence) => narrator.sentences.find(({ number }) => number === sentence.number) ?? sentence)
}
