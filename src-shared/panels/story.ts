/** What a protocol tells of its run in whole sentences, beside what the kernel's events say. */
import type { RunFold } from '../folds/run'

/** From what only a screen reader hears to what everybody must see. `effect`: what an event led to. */
export const IMPORTANCE = ['detail', 'event', 'effect', 'alarm'] as const
export type Importance = (typeof IMPORTANCE)[number]

export interface StoryLine {
  /** A sentence with its full stop. */
  readonly text: string
  readonly level: 'info' | 'warning' | 'error'
  readonly importance: Importance
  /** What it is about: of several sentences about it that nobody has read yet the newest says it all. Absent: nothing else. */
  readonly topic?: string
}

export interface StoryDeclaration<State extends object> {
  create(): State
  /** What there is to say since the last call: called after what changes roles, processes, links and faults, and a few times a second of run time. */
  tell(state: State, run: RunFold): readonly StoryLine[]
  /** It names new leaders itself. */
  readonly names_leaders?: true
  /** What it means that running nodes cannot all reach each other, as the end of a sentence; where no quorum decides. */
  divided?(run: RunFold): string
}
export type Story = Readonly<StoryDeclaration<object>>

/** Frozen, so that copies of a run's folds share it. */
export function declareStory<State extends object>(declaration: StoryDeclaration<State>): Story {
  return Object.freeze({ ...declaration }) as Story
}

/** Something that is so for a while. */
export interface Situation {
  /** Unique within the protocol. */
  readonly name: string
  /** The sentence for its beginning; null: it is not so now. `lasts`: it was so until now. */
  now(run: RunFold, lasts: boolean): string | null
  /** The sentence for its end; null: not worth one. */
  over(run: RunFold, lasted_us: number): string | null
}

/** A story of situations: each is told when it begins and when it is over. */
export function situations(all: readonly Situation[]): Story {
  return declareStory<{ readonly since_us: (number | null)[] }>({
    create: () => ({ since_us: all.map(() => null) }),
    tell: ({ since_us }, run) =>
      all.flatMap((situation, i): StoryLine[] => {
        const since = since_us[i] ?? null
        const topic = situation.name
        const begun = situation.now(run, since !== null)
        if ((begun === null) === (since === null)) return []
        since_us[i] = begun === null ? null : run.cluster.now_us
        if (begun !== null) return [{ text: begun, level: 'warning', importance: 'effect', topic }]
        const over = situation.over(run, run.cluster.now_us - since!)
        return over === null ? [] : [{ text: over, level: 'info', importance: 'effect', topic }]
      })
  })
}

/** Several stories as one. */
export function stories(...all: readonly Story[]): Story {
  const divided = all.find((story) => story.divided)?.divided
  return declareStory<{ readonly states: readonly object[] }>({
    create: () => ({ states: all.map((story) => story.create()) }),
    tell: ({ states }, run) => all.flatMap((story, i) => story.tell(states[i]!, run)),
    ...(all.some(({ names_leaders }) => names_leaders) && { names_leaders: true as const }),
    ...(divided && { divided })
  })
}
