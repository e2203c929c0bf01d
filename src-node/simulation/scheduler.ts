import { DueHeap } from '../../src-shared/due-heap'
import type { Due } from '../../src-shared/due-heap'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'

/** Cancelled tasks that may stay in the heap; beyond this they are removed once they outnumber the others. */
const CANCELLED_MAX = 64

/** Steps that one moment of virtual time may take: many times what the busiest cluster needs, and about a second of computing. */
const STEPS_PER_MOMENT_MAX = 1_000_000

/** Something that happens at its due time. A class of its own, not a closure, where there are many. */
export abstract class Task implements Due {
  due_us = 0
  order = 0
  /** Scheduled, and neither run nor called off since. */
  is_pending = false
  abstract run(): void
}

class Callback extends Task {
  constructor(readonly run: () => void) {
    super()
  }
}

/** Virtual time: it stands still while anything runs, and leaps to whatever is due next. Equal times keep the order of asking. */
export class VirtualScheduler implements Scheduler {
  private readonly heap = new DueHeap<Task>()
  private time_us = 0
  private step_count = 0
  /** Steps done when this moment began. */
  private moment_began_at = 0

  constructor(private readonly steps_per_moment_max = STEPS_PER_MOMENT_MAX) {}

  /** How many of the heap's tasks are called off. */
  private cancelled_count = 0

  now_us(): number {
    return this.time_us
  }

  /** Callbacks run so far. */
  get steps(): number {
    return this.step_count
  }

  /** When the next callback is due; Infinity without any. */
  get next_us(): number {
    for (let task = this.heap.peek(); task; task = this.heap.peek()) {
      if (task.is_pending) return task.due_us
      this.heap.pop()
      this.cancelled_count--
    }
    return Infinity
  }

  after(delay_us: number, run: () => void): Cancel {
    const task = new Callback(run)
    this.schedule(this.time_us + Math.max(0, Math.ceil(delay_us)), task)
    return () => this.cancel(task)
  }

  /** Runs the task once at `due_us`, which must not lie in the past. A task may be scheduled again once it has run. */
  schedule(due_us: number, task: Task): void {
    task.due_us = due_us
    task.is_pending = true
    this.heap.push(task)
  }

  /** The task will not run. Costs nothing: it stays in the heap until its time, or until there are too many of its kind. */
  cancel(task: Task): void {
    if (!task.is_pending) return
    task.is_pending = false
    this.cancelled_count++
    if (this.cancelled_count <= CANCELLED_MAX || this.cancelled_count * 2 < this.heap.size) return
    this.heap.retain((kept) => kept.is_pending)
    this.cancelled_count = 0
  }

  /** Runs the next callback that is due; false if there is none. Throws where virtual time no longer goes on. */
  step(): boolean {
    for (let task = this.heap.pop(); task; task = this.heap.pop()) {
      if (!task.is_pending) {
        this.cancelled_count--
        continue
      }
      task.is_pending = false
      if (task.due_us > this.time_us) this.moment_began_at = this.step_count
      this.time_us = task.due_us
      this.step_count++
      if (this.step_count - this.moment_began_at > this.steps_per_moment_max) throw new Error(this.standstill())
      task.run()
      return true
    }
    return false
  }

  private standstill(): string {
    const at = `${(this.time_us / 1e6).toFixed(6)} s`
    const most = this.steps_per_moment_max.toLocaleString('en')
    return `Virtual time stands still at ${at}: more than ${most} steps at that moment; look for a pause or delay of zero in the scenario.`
  }

  /** Tasks that are still to come, in no order. */
  pending(): Task[] {
    return this.heap.values().filter((task) => task.is_pending)
  }

  /** See `DueHeap.hasten`. */
  moveForward(applies: (task: Task) => boolean, horizon_us: number): void {
    this.heap.moveForward(applies, horizon_us)
  }
}
