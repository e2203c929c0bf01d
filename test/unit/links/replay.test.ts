import { expect, it } from 'vitest'
import { linkData, withoutLink } from '../../../src-shared/links/fragment'
import { originalOf, replayOf } from '../../../src-shared/links/replay'

const done = (seq: number) => ({ t: seq * 10, seq, step: seq, intervention: { do: 'undo' as const, fault: 1 } })
const interventions = [done(5), done(20), done(30)]
const moment = { seq: 25, t_us: 250 }

it('a run is repeated until all is done that was done to it, or up to the moment beyond', () => {
  expect(replayOf({ interventions, moment })).toEqual({ interventions, at_seq: 30 })
  expect(replayOf({ interventions, moment: { seq: 99, t_us: 990 } })).toEqual({ interventions, at_seq: 99 })
  expect(replayOf({ interventions: [], moment })).toEqual({ interventions: [], at_seq: 25 })
})

it('a run to which nothing was done begins by itself', () => {
  expect(replayOf({ interventions: [] })).toBeNull()
})

it('a fork branches off the run without what was done later, as far as it goes itself', () => {
  const fork = replayOf({ interventions, moment, forked_at_seq: 19 })!
  expect(fork).toEqual({ interventions, at_seq: 30, forked_at_seq: 19 })
  expect(originalOf(fork)).toEqual({ interventions: [interventions[0]], at_seq: 30 })
  expect(originalOf({ interventions, at_seq: 30 })).toBeNull()
})

it('a fragment loses its link and nothing else', () => {
  expect(withoutLink('#token=a-b&link=xyz')).toBe('#token=a-b')
  expect(withoutLink('#link=xyz')).toBe('')
  expect(linkData(withoutLink('#link=xyz'))).toBeNull()
})
