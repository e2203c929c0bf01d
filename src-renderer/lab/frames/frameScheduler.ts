/** Work that takes turns with other work between the page's frames. */
export interface FrameJob {
  /** One turn. What can be divided stops at about `end_ms` (see {@link FrameHost.now_ms}); true: there is more to do. */
  run(end_ms: number): boolean
  /** How long it may wait for other work, ms: of all that waits, what is due first has the next turn. */
  readonly within_ms: number
  /** It stops when it is told to. What cannot waits for a frame in which it is likely to have room. */
  readonly divisible?: boolean
}

/** What the scheduler needs of the page. */
export interface FrameHost {
  /** Any monotonic clock. */
  now_ms(): number
  /** Calls back after the next frame, in a task of its own. `budget_ms`: how long work may take there. */
  afterFrame(work: (budget_ms: number) => void): void
  /** When the page has taken in what a turn changed. */
  settled(): Promise<void>
}

/**
 * Divides the page's work over its frames: one task after each frame, in which jobs have turns until the budget is used up, at least one of
 * them. Earliest deadline first, so that nothing waits for ever, however much there is to do.
 */
export class FrameScheduler {
  private readonly due_ms = new Map<FrameJob, number>()
  /** How long the last turn took, the page's update included. */
  private readonly taken_ms = new WeakMap<FrameJob, number>()
  private waiting = false

  constructor(private readonly host: FrameHost) {}

  /** Gives the job a turn as soon as it is due; a job that waits already keeps its place. */
  request(job: FrameJob): void {
    if (!this.due_ms.has(job)) this.due_ms.set(job, this.host.now_ms() + job.within_ms)
    this.awaitFrame()
  }

  /** Takes back a request. */
  cancel(job: FrameJob): void {
    this.due_ms.delete(job)
  }

  /** Whether nothing is being done, and nothing waits. */
  get idle(): boolean {
    return !this.waiting && this.due_ms.size === 0
  }

  private awaitFrame(): void {
    if (this.waiting || this.due_ms.size === 0) return
    this.waiting = true
    this.host.afterFrame((budget_ms) => void this.work(budget_ms))
  }

  private async work(budget_ms: number): Promise<void> {
    const end_ms = this.host.now_ms() + budget_ms
    const done = new Set<FrameJob>()
    try {
      for (let job = this.first(); job && (done.size === 0 || this.fits(job, end_ms)); job = this.first(done)) {
        done.add(job)
        await this.turn(job, end_ms)
      }
    } finally {
      this.waiting = false
      this.awaitFrame()
    }
  }

  private async turn(job: FrameJob, end_ms: number): Promise<void> {
    const begun_ms = this.host.now_ms()
    this.due_ms.delete(job)
    if (job.run(end_ms)) this.request(job)
    await this.host.settled()
    this.taken_ms.set(job, this.host.now_ms() - begun_ms)
  }

  /** Of what waits, without what has had its turn. */
  private first(done: ReadonlySet<FrameJob> = new Set()): FrameJob | undefined {
    let first: FrameJob | undefined
    for (const [job, due_ms] of this.due_ms)
      if (!done.has(job) && (first === undefined || due_ms < this.due_ms.get(first)!)) first = job
    return first
  }

  private fits(job: FrameJob, end_ms: number): boolean {
    const needed_ms = job.divisible ? 0 : (this.taken_ms.get(job) ?? 0)
    return this.host.now_ms() + needed_ms < end_ms
  }
}
