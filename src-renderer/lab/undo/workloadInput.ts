import type { LabCommandInput } from '../../../src-shared/lab-api'
import type { Workload } from '../../../src-shared/scenario/sections/workload'

export type WorkloadInput = Extract<LabCommandInput, { command: 'workload' }>['workload']

/** A workload as the lab takes it: durations go out as text with their unit, since a bare number would mean seconds. */
export function workloadInput(workload: Workload): WorkloadInput {
  const ms = (value: number): string => `${value}ms`
  const { think_time, timeout, start, retry } = workload
  return {
    ...workload,
    think_time: ms(think_time),
    timeout: ms(timeout),
    start: ms(start),
    retry: {
      ...retry,
      attempt_timeout: ms(retry.attempt_timeout),
      backoff: ms(retry.backoff),
      backoff_max: ms(retry.backoff_max)
    }
  }
}
