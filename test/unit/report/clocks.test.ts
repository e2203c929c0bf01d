import { expect, it } from 'vitest'
import { clocksSection } from '../../../src-main/report/html-clocks'
import type { LabEvent } from '../../../src-shared/events'
import { foldRun } from '../../../src-shared/folds/run'
import { clockSync } from '../../../src-shared/protocols/clock-sync'
import { StreamBuilder } from '../support/stream'

const started = new StreamBuilder().start().events()
const run = (values: Record<string, number>) => {
  const sample: LabEvent = { t: 1_000_000, seq: started.length + 1, kind: 'sample', node: 'n1', values }
  return foldRun([...started, sample], clockSync)
}

it('says how far clocks were off, and what nodes knew of that', () => {
  const { title, body } = clocksSection(run({ clock_error_ms: 250, believed_error_ms: -0.5, clock_bound_ms: 20 }))!
  expect(title).toBe('Clocks')
  const [row] = [...body.matchAll(/<tr><td[^]*?<\/tr>/g)].map(([cells]) => cells.replace(/<\/td>/g, '|').replace(/<[^>]*>/g, ''))
  expect(row).toBe('n1|250 ms|-0.5 ms|20 ms|')
})

it('has nothing to say where all clocks are right, and no protocol keeps them', () => {
  expect(clocksSection(run({ clock_error_ms: 0.01 }))).toBeNull()
  expect(clocksSection(foldRun(started, clockSync))).toBeNull()
})
