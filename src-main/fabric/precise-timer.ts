/**
 * A timer more precise than `setTimeout` (1 ms) without a busy loop: a worker thread sleeps on a futex and posts a message
 * shortly before the due time.
 */
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { createRunClock } from '../../src-node/runtime/run-clock'

/** The thread knocks this long before the due time: about what the way to the event loop takes. */
const LEAD_US = 80
/** The loop spins out what then remains. */
const SPIN_US = 120
const GENERATION = 0

interface TimerShared {
  readonly epoch_ns: bigint
  /** One word, counted up at each new setting: what the thread sleeps on. */
  readonly generation: Int32Array
  /** One double: when to ring, in microseconds of the run. */
  readonly wake_at_us: Float64Array
}

/** Calls `ring` once at the time it was last set to, and never before it. */
export class PreciseTimer {
  private readonly shared: TimerShared
  private due_us = Infinity
  /** What the thread sleeps until. It may ring in vain for a time that was since put off. */
  private armed_us = Infinity
  private spinning = false

  /** `script`: the file of the running program; its threads must call {@link runAlarmThread}. */
  constructor(
    script: string,
    epoch_ns: bigint,
    private readonly now_us: () => number,
    private readonly onDue: () => void
  ) {
    this.shared = {
      epoch_ns,
      generation: new Int32Array(new SharedArrayBuffer(4)),
      wake_at_us: new Float64Array(new SharedArrayBuffer(8)).fill(Infinity)
    }
    const thread = new Worker(script, { workerData: this.shared })
    thread.on('message', () => {
      this.armed_us = Infinity
      this.check()
    })
    thread.unref()
  }

  /** Replaces the earlier setting. `Infinity`: never. */
  set(due_us: number): void {
    this.due_us = due_us
    if (due_us >= this.armed_us) return
    // Never rings from here: the caller has just let out what was due, and the event loop must get its turn.
    if (due_us - this.now_us() <= SPIN_US) this.spin()
    else this.arm()
  }

  private check(): void {
    const early_us = this.due_us - this.now_us()
    if (early_us <= 0) {
      this.due_us = Infinity
      this.onDue()
    } else if (early_us <= SPIN_US) {
      this.spin()
    } else if (this.due_us < this.armed_us) {
      this.arm()
    }
  }

  private spin(): void {
    if (this.spinning) return
    this.spinning = true
    setImmediate(() => {
      this.spinning = false
      this.check()
    })
  }

  private arm(): void {
    this.armed_us = this.due_us
    this.shared.wake_at_us[0] = this.due_us - LEAD_US
    Atomics.add(this.shared.generation, GENERATION, 1)
    Atomics.notify(this.shared.generation, GENERATION)
  }
}

/** The thread's whole life: sleep until the time set, knock, and sleep until the next is set. */
export function runTimerThread(): void {
  const { epoch_ns, generation, wake_at_us } = workerData as TimerShared
  const now_us = createRunClock(epoch_ns)
  for (let handled_generation = -1; ;) {
    const seen = Atomics.load(generation, GENERATION)
    const wait_ms = seen === handled_generation ? Infinity : (wake_at_us[0]! - now_us()) / 1000
    if (wait_ms > 0 && Atomics.wait(generation, GENERATION, seen, wait_ms) !== 'timed-out') continue
    handled_generation = seen
    parentPort!.postMessage(null)
  }
}
