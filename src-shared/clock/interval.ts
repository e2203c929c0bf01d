/** What a node takes the time to be, in microseconds of run time: true time is neither before the earliest nor after the latest. */
export interface ClockInterval {
  readonly earliest_us: number
  readonly latest_us: number
}

export function intervalAround(middle_us: number, bound_us: number): ClockInterval {
  return { earliest_us: middle_us - bound_us, latest_us: middle_us + bound_us }
}

export function middleOf_us({ earliest_us, latest_us }: ClockInterval): number {
  return (earliest_us + latest_us) / 2
}

/** Half its width: how far the middle may be off. */
export function boundOf_us({ earliest_us, latest_us }: ClockInterval): number {
  return (latest_us - earliest_us) / 2
}
