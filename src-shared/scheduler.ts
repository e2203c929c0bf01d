/** Calls something off. Does nothing once that has happened. */
export type Cancel = () => void

/** Time as whoever runs the code hands it in: the machine's own, or virtual time. All in microseconds of the run. */
export interface Scheduler {
  /** The run's clock. */
  now_us(): number
  /** Runs it once, `delay_us` from now and never earlier. */
  after(delay_us: number, run: () => void): Cancel
}
