/**
 * The search for an order that explains one key (Wing & Gong 1993 with Lowe's memory of visited configurations, 2017): place any
 * operation that was invoked before the first return of those not yet placed, depth first, and turn back where none fits.
 * Optional operations (writes of unknown outcome) are tried last, and only where they can be seen: one that a blind write follows
 * at once might as well not have happened.
 */
import type { RecordedOperation } from '../../workload/history'
import { IMPOSSIBLE } from '../models/model'
import type { KeyState, Model } from '../models/model'
import type { Budget } from './budget'
import { PlacedSet, VisitedConfigurations } from './configurations'
import type { KeyHistory, Required } from './key-history'
import { Timeline } from './timeline'

const LOOK_AT_CLOCK_EVERY = 1024
const STATES_SHOWN_MAX = 6

export type SearchOutcome =
  | { readonly verdict: 'holds' }
  /** Every order fails at this operation or before; `states` are values that the key could have had just before it (some of them). */
  | { readonly verdict: 'violated'; readonly stuck: Required; readonly states: readonly KeyState[] }
  | { readonly verdict: 'undecided'; readonly reason: string }

/** A choice that was made, and all that is needed to take it back and go on after it. */
interface Choice {
  /** The call that was placed; for an optional operation the return that it was tried before. */
  readonly entry: number
  /** Place in `optional`; -1 for a required operation. */
  readonly option: number
  readonly state: KeyState
  readonly last_member: number
  readonly last_optional: boolean
}

/** Looks for an order that explains the key's history. */
export function searchOrder(history: KeyHistory, model: Model, budget: Budget): SearchOutcome {
  return new Search(history, model, budget).run()
}

class Search {
  private readonly required: readonly Required[]
  private readonly optional: readonly RecordedOperation[]
  private readonly timeline: Timeline
  private readonly placed: PlacedSet
  private readonly visited = new VisitedConfigurations()
  private readonly choices: Choice[] = []
  private state: KeyState
  private used = 0n
  private last_member = -1
  /** The operation placed last is an optional one. */
  private last_optional = false
  /** Latest return that any branch stopped at, and the states it was met in. */
  private furthest = 0
  private states = new Set<KeyState>()

  constructor(
    history: KeyHistory,
    private readonly model: Model,
    private readonly budget: Budget
  ) {
    this.required = history.required
    this.optional = history.optional
    this.timeline = new Timeline(history)
    this.placed = new PlacedSet(history.required.length)
    this.state = model.initial
  }

  run(): SearchOutcome {
    const { timeline, budget } = this
    let entry = timeline.first
    let option = -1
    for (let steps = 1; timeline.first !== 0; steps++) {
      if (steps % LOOK_AT_CLOCK_EVERY === 0 && budget.now_ms() > budget.deadline_ms) return undecided('time is up')
      if (this.visited.count > budget.configurations)
        return undecided(`more than ${budget.configurations} configurations to remember`)

      if (option < 0 && timeline.isCall(entry)) {
        if (this.placeRequired(entry)) entry = timeline.first
        else entry = timeline.after(entry)
        continue
      }
      if (option < 0) {
        this.noteStop(entry)
        option = 0
      }
      if (option < timeline.optional_begun[entry]!) {
        if (this.placeOptional(entry, option)) {
          entry = timeline.first
          option = -1
        } else option++
        continue
      }
      const choice = this.takeBack()
      if (!choice) return this.violated()
      entry = choice.option < 0 ? timeline.after(choice.entry) : choice.entry
      option = choice.option < 0 ? -1 : choice.option + 1
    }
    return { verdict: 'holds' }
  }

  private placeRequired(entry: number): boolean {
    const { timeline, last_member } = this
    const place = timeline.operation[entry]!
    const { operation, result } = this.required[place]!
    if (this.last_optional && this.model.isBlind(operation)) return false
    const state = this.model.step(this.state, operation, result)
    if (state === IMPOSSIBLE) return false
    timeline.lift(entry)
    this.placed.toggle(place)
    this.last_member = Math.max(last_member, place)
    if (!this.visit(state, this.used)) {
      timeline.unlift(entry)
      this.placed.toggle(place)
      this.last_member = last_member
      return false
    }
    this.choices.push({ entry, option: -1, state: this.state, last_member, last_optional: this.last_optional })
    this.state = state
    this.last_optional = false
    return true
  }

  private placeOptional(entry: number, option: number): boolean {
    const bit = 1n << BigInt(option)
    if ((this.used & bit) !== 0n) return false
    const { operation } = this.optional[option]!
    if (this.last_optional && this.model.isBlind(operation)) return false
    const state = this.model.step(this.state, operation, null)
    if (state === IMPOSSIBLE || state === this.state || !this.visit(state, this.used | bit)) return false
    const { last_member, last_optional } = this
    this.choices.push({ entry, option, state: this.state, last_member, last_optional })
    this.state = state
    this.used |= bit
    this.last_optional = true
    return true
  }

  private visit(state: KeyState, used: bigint): boolean {
    const { timeline } = this
    // Places follow the time of invocation, so the first call left belongs to the first operation missing.
    const first_missing = timeline.first === 0 ? this.required.length : timeline.operation[timeline.first]!
    return this.visited.visit(this.placed.name(first_missing, this.last_member), state, used)
  }

  private takeBack(): Choice | undefined {
    const choice = this.choices.pop()
    if (!choice) return undefined
    const { entry, option } = choice
    this.state = choice.state
    this.last_member = choice.last_member
    this.last_optional = choice.last_optional
    if (option >= 0) this.used &= ~(1n << BigInt(option))
    else {
      this.placed.toggle(this.timeline.operation[entry]!)
      this.timeline.unlift(entry)
    }
    return choice
  }

  private noteStop(entry: number): void {
    if (entry < this.furthest) return
    if (entry > this.furthest) this.states.clear()
    this.furthest = entry
    if (this.states.size < STATES_SHOWN_MAX) this.states.add(this.state)
  }

  private violated(): SearchOutcome {
    return { verdict: 'violated', stuck: this.required[this.timeline.operation[this.furthest]!]!, states: [...this.states] }
  }
}

function undecided(reason: string): SearchOutcome {
  return { verdict: 'undecided', reason }
}
