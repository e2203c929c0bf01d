import { expect, it } from 'vitest'
import { figureText, parseFigure } from '../../../src-shared/lessons/figures'
import type { Evidence } from '../../../src-shared/lessons/figures'

it('tells lengths within an event in ms, and readings of a clock as they are', () => {
  const event = {
    t: 5,
    seq: 1,
    kind: 'fact',
    node: 'n1',
    fact: 'x',
    data: { silence_us: 128_222, at_us: 1_234_567 },
    latency_us: 1_110_000
  }
  const marks = new Map([['there', { t_us: 5, seq: 1, event }]])
  const evidence = { marks, metrics: {}, verdicts: {} } as unknown as Evidence
  const textOf = (path: string): string | null => figureText(parseFigure(`value there ${path}`)!, evidence)
  expect(textOf('silence_us')).toBe('128 ms')
  expect(textOf('latency_us')).toBe('1.11 s')
  expect(textOf('at_us')).toBe('1,234,567')
})
