import { describe, expect, it } from 'vitest'
import { EventLog } from '../../../src-renderer/lab/log/eventLog'
import { ALL_LINES, FilteredLog } from '../../../src-renderer/lab/log/logFilter'
import type { LogFilter } from '../../../src-renderer/lab/log/logFilter'
import { scrollTo, visibleRows } from '../../../src-renderer/lab/log/visibleRows'
import { StreamBuilder, minuteOfRaft } from '../support/stream'

function logOf(run: StreamBuilder, lines_max?: number): EventLog {
  const log = new EventLog('term', lines_max)
  for (const event of run.events()) log.observe(event)
  return log
}
function filtered(log: EventLog, filter: Partial<LogFilter>): FilteredLog {
  const lines = new FilteredLog(log, { ...ALL_LINES, ...filter })
  lines.update()
  return lines
}
const textsOf = (lines: FilteredLog) => Array.from({ length: lines.length }, (_, i) => lines.at(i)!.text)
const says = (node: string, text: string, level: 'debug' | 'info' | 'warning' | 'error' = 'info') =>
  ({ kind: 'node-log', node, level, text }) as const

describe('the log of a run', () => {
  it('ends with the last words of a node that failed', () => {
    const { lines } = logOf(new StreamBuilder().start().bootAll().exit(9, 'n2', 'failed'))
    expect(
      lines
        .toArray()
        .slice(-2)
        .map(({ source, level, topic, text }) => [source, level, topic, text])
    ).toEqual([
      ['n2', 'error', 'output', 'the log is damaged'],
      ['n2', 'error', 'process', 'Ended by itself. (code 1)']
    ])
  })

  it('has what nodes say, roles, notes, facts and faults, and no single message, operation or gauge', () => {
    const log = new EventLog('term')
    for (const event of minuteOfRaft()) log.observe(event)
    expect([...log.topics]).toEqual(expect.arrayContaining(['role', 'fault', 'process', 'run']))
    const of_nodes = log.lines.toArray().filter(({ topic }) => topic === 'role')
    expect(of_nodes.find(({ source, text }) => source === 'n1' && text.startsWith('Is leader in term 1'))).toBeTruthy()
    expect(log.lines.toArray().some(({ text }) => / sends | asks: /.test(text))).toBe(false)
  })

  it('lets go of its oldest lines', () => {
    const run = new StreamBuilder().start()
    for (let i = 0; i < 10; i++) run.at(10 + i, says('n1', `line ${i}`))
    const log = logOf(run, 3)
    expect(log.lines.toArray().map(({ text }) => text)).toEqual(['line 7', 'line 8', 'line 9'])
    expect(log.lines.lost).toBe(8)
  })
})

describe('a filter', () => {
  const run = new StreamBuilder().start()
  run
    .at(10, says('n1', 'Opened the disk', 'debug'))
    .at(20, says('n2', 'disk is slow', 'warning'))
    .at(30, says('n1', 'gave up', 'error'))
  const log = logOf(run)

  it.each<[Partial<LogFilter>, string[]]>([
    [{ node: 'n1' }, ['Opened the disk', 'gave up']],
    [{ level: 'warning' }, ['disk is slow', 'gave up']],
    [{ topic: 'output', text: ' DISK ' }, ['Opened the disk', 'disk is slow']],
    [{ node: 'n2', text: 'gave' }, []]
  ])('%o', (filter, texts) => expect(textsOf(filtered(log, filter))).toEqual(texts))

  it('takes in lines as they come and lets go of those that the log has lost', () => {
    const events = new StreamBuilder().start().at(10, says('n1', 'a')).at(20, says('n2', 'b')).at(30, says('n1', 'c')).events()
    const growing = new EventLog('term', 2)
    const lines = filtered(growing, { node: 'n1' })
    for (const event of events.slice(0, 2)) growing.observe(event)
    lines.update()
    expect([textsOf(lines), lines.placeOf(0)]).toEqual([['a'], 1])
    for (const event of events.slice(2)) growing.observe(event)
    lines.update()
    expect([textsOf(lines), lines.placeOf(0)]).toEqual([['c'], 3])
  })

  it('counts the lines up to a moment', () => {
    const all = filtered(log, {})
    const second = all.at(1)!
    expect(all.countUntil(second.seq)).toBe(2)
    expect(all.countUntil(second.seq - 1)).toBe(1)
  })
})

describe('rows in view', () => {
  it('are few, however long the list is', () => {
    const { from, to } = visibleRows(1_000_000, 300, 24, 100_000)
    expect(from * 24).toBeLessThanOrEqual(1_000_000)
    expect(to * 24).toBeGreaterThanOrEqual(1_000_300)
    expect(to - from).toBeLessThan(40)
  })

  it('are those that there are', () => {
    expect(visibleRows(0, 300, 24, 3)).toEqual({ from: 0, to: 3 })
    // The list has become shorter than it was scrolled.
    expect(visibleRows(9_000, 300, 24, 0)).toEqual({ from: 0, to: 0 })
  })

  it('a row is scrolled to only as far as it takes', () => {
    expect(scrollTo(5, 0, 240, 24)).toBe(0)
    expect(scrollTo(10, 0, 240, 24)).toBe(24)
    expect(scrollTo(2, 100, 240, 24)).toBe(48)
  })
})
