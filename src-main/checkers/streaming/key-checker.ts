/**
 * Is what one key has answered so far linearizable? Just-in-time linearization (Lowe 2017, §4): keep every configuration that explains
 * the answers so far; when an operation returns, only those survive that have placed it, or can place it now, perhaps after other
 * open operations. None left: no order explains that answer. What an answer will be is not known before it comes, so an open
 * operation that may only tell what it met is not placed: the path remembers the states that it can have met. Operations of unknown
 * outcome are placed only where they are seen; just before a blind write they may be put in later.
 */
import type { Operation, OperationName, OperationResult } from '../../../src-shared/operations'
import { IMPOSSIBLE } from '../../../src-shared/data-types/model'
import type { KeyState } from '../../../src-shared/data-types/model'
import type { Model } from '../models'
import { answerOf, begin, distinct, forget, nameOf, place, present, use } from './configuration'
import type { Configuration, Moment } from './configuration'

/** Bounds on one key, none of them a clock. */
export interface KeyCheckBounds {
  /** Kept between answers. */
  readonly configurations: number
  /** Looked at for one answer. */
  readonly steps: number
}

export const KEY_CHECK_BOUNDS: KeyCheckBounds = { configurations: 128, steps: 2_000 }

export type Explained = 'yes' | 'no' | 'too much to look at'

/** A write that may still take effect. */
interface OpenWrite {
  readonly id: number
  readonly operation: Operation
  readonly began_at: number
  /** Its bit among those of unknown outcome; null: it is still to return. */
  readonly bit: bigint | null
}

/** A configuration on the way to an explanation. */
interface Step {
  readonly configuration: Configuration
  /** The operation placed last is of unknown outcome, and nothing has seen it yet. */
  readonly unseen: boolean
}

/** The configurations of one key. */
export class KeyChecker {
  private configurations: readonly Configuration[]
  private readonly writes = new Map<number, OpenWrite>()
  private readonly operations = new Map<number, Operation>()
  private readonly distinguishing = new Map<OperationName, boolean>()
  private unknown = 0
  /** Invocations and ends so far. */
  private now = 0
  private steps = 0

  constructor(
    private readonly model: Model,
    private readonly bounds: KeyCheckBounds
  ) {
    const path: Moment[] = [{ state: model.initial, blind: false, placed_at: 0 }]
    this.configurations = [{ path, begun: [], placed: [], used: 0n }]
  }

  /** An operation begins; `id` is its own among those of the key. */
  invoke(id: number, operation: Operation): void {
    const { model } = this
    const began_at = ++this.now
    this.operations.set(id, operation)
    if (!model.isObserver(operation, null)) this.writes.set(id, { id, operation, began_at, bit: null })
    if (this.distinguishes(operation)) this.configurations = this.configurations.map((c) => begin(c, id))
  }

  /** Whether its answer depends on what it meets. */
  private distinguishes(operation: Operation): boolean {
    let distinguishes = this.distinguishing.get(operation.f)
    if (distinguishes === undefined) {
      distinguishes = Object.keys(this.model.answer(this.model.initial, operation)).length > 0
      this.distinguishing.set(operation.f, distinguishes)
    }
    return distinguishes
  }

  /** It certainly did nothing. */
  fail(id: number): Explained {
    this.end(id)
    return this.survive(this.configurations.filter((c) => !answerOf(c, id)).map((c) => forget(c, id)))
  }

  /** What came of it is not known: it stays open, but it will not return. */
  leaveOpen(id: number): void {
    const write = this.writes.get(id)
    this.operations.delete(id)
    if (!write) {
      this.configurations = distinct(this.configurations.map((c) => forget(c, id)))
      return
    }
    const bit = 1n << BigInt(this.unknown++)
    this.writes.set(id, { ...write, bit })
    this.configurations = distinct(
      this.configurations.map((c) => ({ ...forget(c, id), used: answerOf(c, id) ? c.used | bit : c.used }))
    )
  }

  /** It returns with that answer. */
  complete(id: number, result: OperationResult): Explained {
    const operation = this.operations.get(id)!
    const observes = this.model.isObserver(operation, result)
    this.now++
    this.steps = 0
    const explained = this.configurations.flatMap((c) => {
      const answer = answerOf(c, id)
      if (answer) return observes || !sameAnswer(answer, result) ? [] : [c]
      return observes ? this.explainObservation(c, id, operation, result) : this.placeAtLast(c, id, operation, result)
    })
    this.end(id)
    return this.survive(explained.map((c) => forget(c, id)))
  }

  private end(id: number): void {
    this.now++
    this.writes.delete(id)
    this.operations.delete(id)
  }

  private survive(configurations: readonly Configuration[]): Explained {
    this.configurations = distinct(configurations)
    const { configurations: most, steps } = this.bounds
    if (this.steps > steps || this.configurations.length > most) return 'too much to look at'
    return this.configurations.length === 0 ? 'no' : 'yes'
  }

  /** The configurations in which the operation can have met a state that explains its answer. */
  private explainObservation(
    configuration: Configuration,
    id: number,
    operation: Operation,
    result: OperationResult
  ): readonly Configuration[] {
    const { path, begun } = configuration
    const fits = (state: KeyState) => this.model.step(state, operation, result) !== IMPOSSIBLE
    const { from } = begun.find((one) => one.id === id)!
    if (path.some(({ state }, at) => at >= from && fits(state))) return [configuration]
    const found: Configuration[] = []
    for (let at = from; at < path.length - 1; at++)
      if (path[at + 1]!.blind) found.push(...this.insertBefore(configuration, at + 1, fits))
    this.explore(configuration, id, (c) => {
      if (!fits(present(c))) return false
      found.push(c)
      return true
    })
    return found
  }

  /** Configurations in which operations of unknown outcome came just before the blind write that led to `path[at]`. */
  private insertBefore(configuration: Configuration, at: number, fits: (state: KeyState) => boolean): readonly Configuration[] {
    const { path, begun, placed } = configuration
    const { placed_at } = path[at]!
    const found: Configuration[] = []
    const past: Configuration = { ...configuration, path: path.slice(0, at) }
    const isOld = ({ bit, began_at }: OpenWrite) => bit !== null && began_at < placed_at
    this.exploreFrom([...this.writes.values()].filter(isOld), past, placed_at, (c) => {
      if (!fits(present(c))) return false
      const longer = c.path.length - at
      found.push({
        path: [...c.path, ...path.slice(at)],
        begun: begun.map(({ id, from }) => ({ id, from: from >= at ? from + longer : from })),
        placed,
        used: c.used
      })
      return true
    })
    return found
  }

  /** The configurations that have placed the write, with this answer, after whichever other open ones. */
  private placeAtLast(
    configuration: Configuration,
    id: number,
    operation: Operation,
    result: OperationResult
  ): readonly Configuration[] {
    const { model, now } = this
    const blind = model.isBlind(operation)
    const found: Configuration[] = []
    this.explore(configuration, id, (c, unseen) => {
      const state = unseen && blind ? IMPOSSIBLE : model.step(present(c), operation, result)
      if (state !== IMPOSSIBLE) found.push(place(c, { state, blind, placed_at: now }, id, result))
      return false
    })
    return found
  }

  /** Visits the configuration and all that placing open writes other than `id` leads to, where `visit` does not say enough. */
  private explore(configuration: Configuration, id: number, visit: (c: Configuration, unseen: boolean) => boolean): void {
    const others: OpenWrite[] = []
    const live: OpenWrite[] = []
    // Operations of unknown outcome matter only where something sees them.
    let seen = !this.model.isBlind(this.operations.get(id)!)
    for (const write of this.writes.values()) {
      if (write.id === id) continue
      others.push(write)
      if (write.bit !== null) continue
      live.push(write)
      seen ||= !this.model.isBlind(write.operation)
    }
    this.exploreFrom(seen ? others : live, configuration, this.now, visit)
  }

  private exploreFrom(
    writes: readonly OpenWrite[],
    configuration: Configuration,
    placed_at: number,
    visit: (c: Configuration, unseen: boolean) => boolean
  ): void {
    if (writes.length === 0) {
      visit(configuration, false)
      return
    }
    const coming: Step[] = [{ configuration, unseen: false }]
    const looked_at = new Set<string>()
    for (let step = coming.pop(); step && this.steps <= this.bounds.steps; step = coming.pop()) {
      this.steps++
      if (visit(step.configuration, step.unseen)) continue
      for (const write of writes) {
        const next = this.after(step, write, placed_at)
        if (next && isNew(looked_at, next, writes.length)) coming.push(next)
      }
    }
  }

  /** The open write takes effect now; null where it cannot, or where that would change nothing. */
  private after({ configuration: c, unseen }: Step, { id, operation, bit }: OpenWrite, placed_at: number): Step | null {
    const { model } = this
    const blind = model.isBlind(operation)
    if ((unseen && blind) || answerOf(c, id) || (bit !== null && (c.used & bit) !== 0n)) return null
    const before = present(c)
    const state = model.step(before, operation, null)
    if (state === IMPOSSIBLE || (bit !== null && state === before)) return null
    const answer = model.answer(before, operation)
    // Whoever only tells what it met is explained by the path, when it returns.
    if (bit === null && model.isObserver(operation, answer)) return null
    const moment = { state, blind, placed_at }
    return bit === null
      ? { configuration: place(c, moment, id, answer), unseen: false }
      : { configuration: use(c, moment, bit), unseen: true }
  }
}

/** Whether the step leads where no other one has led; one of a single write always does. */
function isNew(looked_at: Set<string>, { configuration, unseen }: Step, writes: number): boolean {
  if (writes < 2) return true
  const name = `${unseen}${configuration.used}${nameOf(configuration)}`
  if (looked_at.has(name)) return false
  looked_at.add(name)
  return true
}

function sameAnswer(a: OperationResult, b: OperationResult): boolean {
  return (a.value ?? null) === (b.value ?? null) && a.swapped === b.swapped && sameValues(a.values, b.values)
}

function sameValues(a: OperationResult['values'] = {}, b: OperationResult['values'] = {}): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => (a[key] ?? null) === (b[key] ?? null))
}
