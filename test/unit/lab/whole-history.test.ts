import { expect, it } from 'vitest'
import { wholeHistoryOf } from '../../../src-main/lab/results/whole-history'
import type { LabEvent } from '../../../src-shared/events'

const get: LabEvent[] = [
  { t: 1, seq: 1, kind: 'invoke', client: 'c1', op: 1, operation: { f: 'get', key: 'k' } },
  { t: 2, seq: 2, kind: 'ok', client: 'c1', op: 1, result: { value: null }, latency_us: 1, node: 'n1' }
]

it('a whole history is given to be judged', () => {
  expect(wholeHistoryOf(get)).toMatchObject([{ client: 'c1', op: 1, outcome: 'ok' }])
})

it('one that lost events of clients, or that the run has let go of, is refused: what is missing may be what others read', () => {
  expect(() => wholeHistoryOf([...get, { t: 3, seq: 3, kind: 'gap', source: 'clients', lost: 5 }])).toThrow(/events were lost/)
  expect(() => wholeHistoryOf(get, 7)).toThrow(/too long/)
})
