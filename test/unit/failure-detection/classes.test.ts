import { expect, it } from 'vitest'
import {
  emptyHistory,
  foldProcesses,
  inClassSince,
  setSuspicion,
  startNode,
  strongestClasses,
  verdictOf
} from '../../../src-shared/failure-detection/classes'
import type { DetectorVerdict, SuspicionHistory } from '../../../src-shared/failure-detection/classes'
import type { LabEvent } from '../../../src-shared/events'

/** `a>b` suspects, `a<b` trusts again, `-b` crashes, `+b` is back; step n happens at n s. */
function after(steps: string): DetectorVerdict {
  const history: SuspicionHistory = emptyHistory()
  for (const node of ['a', 'b', 'c']) startNode(history, node)
  const list = steps.split(' ').filter((one) => one !== '')
  list.forEach((step, i) => {
    const at = { t_us: (i + 1) * 1e6, seq: i + 1 }
    const event = { t: at.t_us, seq: at.seq, node: step.slice(1) }
    if (step.startsWith('-')) foldProcesses(history, { ...event, kind: 'node-exited' } as LabEvent)
    else if (step.startsWith('+')) foldProcesses(history, { ...event, kind: 'node-ready' } as LabEvent)
    else setSuspicion(history, step[0]!, step[2]!, step[1] === '>', at)
  })
  return verdictOf(history)
}

const classes = (steps: string): string => strongestClasses(after(steps)).join(' ')

it.each([
  ['', 'P', 'nobody crashes and nobody is suspected'],
  ['-c a>c b>c', 'P', 'all suspect the crashed one, and nobody else'],
  ['-c a>c', 'Q', 'one of two suspects it'],
  ['-c', '', 'nobody suspects it'],
  ['a>b a<b -c a>c b>c', 'S ◇P', 'one that is up was never suspected, and none is any more: neither class contains the other'],
  ['a>b -c a>c b>c', 'S', 'one that is up was never suspected, another still is'],
  ['a>b b>a a<b b<a -c a>c b>c', '◇P', 'all that are up were, and are no more'],
  ['a>b b>a a<b -c a>c b>c', '◇S', 'one of them still is'],
  ['a>b b>a a<b -c a>c', '◇W', 'and only one suspects the crashed one'],
  ['a>b b>a a>c c>b', '', 'everybody is suspected by somebody'],
  ['-c a>c b>c +c a<c b<c', 'P', 'a suspicion of one that is down outlasts its absence a little'],
  ['a>b -a +a', 'S ◇P', 'what a node held of others is gone with it']
])('%s: %s, for %s', (steps, names, _why) => {
  expect(classes(steps)).toBe(names)
})

it('a class holds from the last moment on that speaks against it', () => {
  const verdict = after('a>b b>a a<b b<a -c a>c b>c')
  // b has trusted a again since 4 s, c is down since 5 s, and both suspect it since 7 s.
  expect(inClassSince(verdict, '◇P')).toBe(7e6)
  expect(verdict.holds_since_us.get('eventually strong accuracy')).toBe(4e6)
  expect(inClassSince(verdict, '◇W')).toBe(6e6)
  expect(inClassSince(verdict, 'P')).toBeNull()
  // Of several who suspected c the one that trusted it last counts.
  expect(inClassSince(after('a>c b>c b<c a<c'), '◇P')).toBe(4e6)
})

it('tells what does not hold in the order in which it failed, each with its moment', () => {
  expect(after('a>b b>a c>b a>c -c').failures).toEqual([
    { property: 'strong accuracy', t_us: 1e6, seq: 1, text: 'a suspects b, which is up' },
    { property: 'weak accuracy', t_us: 2e6, seq: 2, text: 'b suspects a, the last that nobody had suspected' },
    { property: 'eventually strong accuracy', t_us: 2e6, seq: 2, text: 'b suspects a, which is up, to the end' },
    { property: 'eventually weak accuracy', t_us: 2e6, seq: 2, text: 'b suspects a, which is up, to the end' },
    { property: 'strong completeness', t_us: 5e6, seq: 5, text: 'c is down, and b does not suspect it' }
  ])
})
