import { expect, it } from 'vitest'
import { classOf, emptyHistory, setSuspicion } from '../../../src-shared/failure-detection/classes'
import type { SuspicionHistory } from '../../../src-shared/failure-detection/classes'

/** `a>b` suspects, `a<b` trusts again, `-b` crashes. */
function classAfter(steps: string): string | null {
  const history: SuspicionHistory = emptyHistory()
  for (const node of ['a', 'b', 'c']) history.up.set(node, true)
  for (const step of steps.split(' ').filter((one) => one !== '')) {
    if (step.startsWith('-')) history.up.set(step.slice(1), false)
    else setSuspicion(history, step[0]!, step[2]!, step[1] === '>')
  }
  return classOf(history).name
}

it.each([
  ['', 'P', 'nobody crashes and nobody is suspected'],
  ['-c a>c b>c', 'P', 'all suspect the crashed one, and nobody else'],
  ['-c a>c', 'Q', 'one of two suspects it'],
  ['-c', null, 'nobody suspects it'],
  ['a>b a<b -c a>c b>c', 'S', 'one that is up was never suspected'],
  ['a>b b>a a<b b<a -c a>c b>c', '◇P', 'all that are up were, and are no more'],
  ['a>b b>a a<b -c a>c b>c', '◇S', 'one of them still is'],
  ['a>b b>a a<b -c a>c', '◇W', 'and only one suspects the crashed one'],
  ['a>b b>a a>c c>b', null, 'everybody is suspected by somebody']
])('%s: %s, for %s', (steps, name, _why) => {
  expect(classAfter(steps)).toBe(name)
})
