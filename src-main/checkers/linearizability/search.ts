/**
 * The search for an order that explains one key (Wing & Gong 1993 with Lowe's memory of visited configurations, 2017): place any
 * operation that was invoked before the first return of those not yet placed, depth first, and turn back where none fits.
 * An observer (an operation that changes nothing) is placed as soon as it fits: moving it to the front of any order that works
 * gives one that works, so there is no choice to take back. Of operations that are alike (twins: the same asked, the same answered)
 * the one that must be placed first is, since they can change places. Optional operations (writes of unknown outcome) are tried
 * last, and only where they can be seen: one that a blind write follows at once might as well not have happened.
 */
import type { RecordedOperation } from '../../workload/history'
import { IMPOSSIBLE } from '../../../src-shared/data-types/model'
import type { KeyState } from '../../../src-shared/data-types/model'
import type { Model } from '../models'
import type { Budget } from './budget'
import { PlacedSet, VisitedConfigurations } from './configurations'
import type { KeyHistory, Required } from './key-history'
import { earlierEquivalents, equivalenceGroups } from './equivalent-operations'
import { Timeline } from './timeline'

const LOOK_AT_CLOCK_EVERY = 1024
/** As many as a person wants to read, and one more to know that there are others. */
const STATES_KEPT = 7

export type SearchOutcome =
  /** `order`: one that explains the history. Optional operations that are not in it did not happen. */
  | { readonly verdict: 'holds'; readonly order: readonly RecordedOperation[] }
  /** Every order fails at this operation or before; `states` are values that the key could have had just before it, at most 7. */
  | { readonly verdict: 'violated'; readonly stuck: Required; readonly states: readonly KeyState[] }
  | { readonly verdict: 'undecided'; readonly reason: string }

/** What an operation can do to the state, given its answer. */
const KINDS = { observer: 0, grower: 1, other: 2 } as const

/** A placement that was made, and all that is needed to take it back and go on after it. */
interface Placement {
  readonly kind: 'observer' | 'writer' | 'optional'
  /** The call that was placed; for an optional operation the return that it was tried before. */
  readonly entry: number
  /** Place in `optional`. */
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
  /** Required operations of one group are twins; -1: has none. */
  private readonly equivalence_group: Int32Array
  /** For an optional operation its twin that was invoked before it; -1: has none. */
  private readonly earlier_equivalent: Int32Array
  /** One of {@link KINDS} for each required operation. */
  private readonly kinds: Uint8Array
  /** How many optional operations, from the first on, only add to the state. */
  private readonly append_options: number
  private readonly visited = new VisitedConfigurations()
  private readonly placements: Placement[] = []
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
    this.equivalence_group = equivalenceGroups(history.required)
    this.earlier_equivalent = earlierEquivalents(history.optional)
    this.kinds = Uint8Array.from(history.required, (o) => kindOf(o, model))
    const other = history.optional.findIndex(({ operation }) => !model.grows(operation))
    this.append_options = other < 0 ? history.optional.length : other
    this.state = history.initial ?? model.initial
  }

  run(): SearchOutcome {
    const { timeline, budget } = this
    this.placeObservers()
    let entry = timeline.first
    /** -1 while required writers are tried, then the place of the optional operation to try. */
    let option = -1
    for (let steps = 1; timeline.first !== 0; steps++) {
      if (steps % LOOK_AT_CLOCK_EVERY === 0 && budget.now_ms() > budget.deadline_ms) return undecided('time is up')
      if (this.visited.count > budget.configurations)
        return undecided(`more than ${budget.configurations} configurations to remember`)

      const trying_writers = option < 0 && timeline.isCall(entry)
      if (option < 0 && !trying_writers) {
        this.noteStop(entry, this.state)
        option = 0
      }
      const exhausted = !trying_writers && option >= timeline.optional_begun[entry]!
      if (exhausted) {
        const placement = this.undo()
        if (!placement) return this.violated()
        const was_writer = placement.kind === 'writer'
        entry = was_writer ? timeline.after(placement.entry) : placement.entry
        option = was_writer ? -1 : placement.option + 1
      } else if (trying_writers ? this.placeWriter(entry) : this.placeOptional(entry, option)) {
        this.placeObservers()
        entry = timeline.first
        option = -1
      } else if (trying_writers) entry = timeline.after(entry)
      else option++
    }
    return { verdict: 'holds', order: this.placements.map((placement) => this.operationOf(placement)) }
  }

  private operationOf({ kind, entry, option }: Placement): RecordedOperation {
    return kind === 'optional' ? this.optional[option]! : this.required[this.timeline.operation[entry]!]!
  }

  /** Places every observer that fits the state now. */
  private placeObservers(): void {
    const { timeline, model } = this
    for (let entry = timeline.first; timeline.isCall(entry);) {
      const place = timeline.operation[entry]!
      const { operation, result } = this.required[place]!
      const fits = this.kinds[place] === KINDS.observer && model.step(this.state, operation, result) !== IMPOSSIBLE
      if (fits) {
        this.remember('observer', entry, -1)
        timeline.lift(entry)
        this.placed.toggle(place)
        this.last_member = Math.max(this.last_member, place)
        this.last_optional = false
      }
      // Without it a later return may have become the first.
      entry = fits ? timeline.first : timeline.after(entry)
    }
  }

  private placeWriter(entry: number): boolean {
    const { timeline, model, last_member } = this
    const place = timeline.operation[entry]!
    const { operation, result } = this.required[place]!
    if (this.kinds[place] === KINDS.observer || (this.last_optional && model.isBlind(operation))) return false
    if (this.equivalentComesFirst(entry)) return false
    const state = model.step(this.state, operation, result)
    if (state === IMPOSSIBLE) return false
    timeline.lift(entry)
    this.placed.toggle(place)
    if (this.isDeadEnd(state) || !this.visit(state, this.used, Math.max(last_member, place))) {
      timeline.unlift(entry)
      this.placed.toggle(place)
      return false
    }
    this.remember('writer', entry, -1)
    this.last_member = Math.max(last_member, place)
    this.state = state
    this.last_optional = false
    return true
  }

  /** Whether a twin that could be placed as well has an earlier return. */
  private equivalentComesFirst(call: number): boolean {
    const { timeline, equivalence_group } = this
    const group = equivalence_group[timeline.operation[call]!]!
    if (group < 0) return false
    for (let entry = timeline.first; timeline.isCall(entry); entry = timeline.after(entry)) {
      const is_equivalent = entry !== call && equivalence_group[timeline.operation[entry]!] === group
      if (is_equivalent && timeline.partner[entry]! < timeline.partner[call]!) return true
    }
    return false
  }

  private placeOptional(entry: number, option: number): boolean {
    const bit = 1n << BigInt(option)
    const twin = this.earlier_equivalent[option]!
    if ((this.used & bit) !== 0n || (twin >= 0 && (this.used & (1n << BigInt(twin))) === 0n)) return false
    const { operation } = this.optional[option]!
    if (this.last_optional && this.model.isBlind(operation)) return false
    const state = this.model.step(this.state, operation, null)
    if (state === IMPOSSIBLE || state === this.state || this.isDeadEnd(state)) return false
    if (!this.visit(state, this.used | bit, this.last_member)) return false
    this.remember('optional', entry, option)
    this.state = state
    this.used |= bit
    this.last_optional = true
    return true
  }

  /** Whether the state already holds what the observer that returns first did not see, and nothing can take that away before it. */
  private isDeadEnd(state: KeyState): boolean {
    const { timeline, model, kinds } = this
    let first_return = 0
    for (let entry = timeline.first; entry !== 0; entry = timeline.after(entry)) {
      const place = timeline.operation[entry]!
      if (kinds[place] === KINDS.other) return false
      if (timeline.isCall(entry)) continue
      first_return ||= entry
      if (kinds[place] !== KINDS.observer) continue
      const { operation, result } = this.required[place]!
      if (timeline.optional_begun[entry]! > this.append_options || model.within(state, operation, result)) return false
      this.noteStop(first_return, state)
      return true
    }
    return false
  }

  private remember(kind: Placement['kind'], entry: number, option: number): void {
    const { state, last_member, last_optional } = this
    this.placements.push({ kind, entry, option, state, last_member, last_optional })
  }

  private visit(state: KeyState, used: bigint, last_member: number): boolean {
    const { timeline } = this
    // Places follow the time of invocation, so the first call left belongs to the first operation missing.
    const first_missing = timeline.first === 0 ? this.required.length : timeline.operation[timeline.first]!
    return this.visited.visit(this.placed.name(first_missing, last_member), state, used)
  }

  /** Takes back the newest placement that was a choice, and the observers placed after it; undefined when none is left. */
  private undo(): Placement | undefined {
    let placement: Placement | undefined
    while ((placement = this.placements.pop())) {
      const { kind, entry, option } = placement
      this.state = placement.state
      this.last_member = placement.last_member
      this.last_optional = placement.last_optional
      if (kind === 'optional') this.used &= ~(1n << BigInt(option))
      else {
        this.placed.toggle(this.timeline.operation[entry]!)
        this.timeline.unlift(entry)
      }
      if (kind !== 'observer') return placement
    }
    return undefined
  }

  private noteStop(entry: number, state: KeyState): void {
    if (entry < this.furthest) return
    if (entry > this.furthest) this.states.clear()
    this.furthest = entry
    if (this.states.size < STATES_KEPT) this.states.add(state)
  }

  private violated(): SearchOutcome {
    return { verdict: 'violated', stuck: this.required[this.timeline.operation[this.furthest]!]!, states: [...this.states] }
  }
}

function kindOf({ operation, result }: Required, model: Model): number {
  if (model.isObserver(operation, result)) return KINDS.observer
  return model.grows(operation) ? KINDS.grower : KINDS.other
}

function undecided(reason: string): SearchOutcome {
  return { verdict: 'undecided', reason }
}
