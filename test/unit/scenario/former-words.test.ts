import { expect, it } from 'vitest'
import { parseText } from '../../../src-main/lab/scenario-files/listing'

const FILE = `name: x
title: X
duration: 9s
workload: { WORKLOAD }
chaos: { faults: { crash: 1 }, CHAOS }
expectations:
  - { expect: EXPECTATION }
`
const write = (workload: string, chaos: string, expectation: string) =>
  FILE.replace('WORKLOAD', workload).replace('CHAOS', chaos).replace('EXPECTATION', expectation)

it('a file in former words means what it means in present ones', () => {
  const former = write(
    'think: 3ms, follow_leader: false',
    'every: [1s, 2s], lasting: [3s, 4s], at_once: 3, down_max: 1, disks_lost_max: 0, at_leader: 0.1, calm: 1s',
    'fault-bit, action: crash, bit: false'
  )
  const present = write(
    'think_time: 3ms, follow_redirects: false',
    'interval: [1s, 2s], fault_duration: [3s, 4s], max_concurrent: 3, max_down: 1, max_disks_lost: 0, leader_share: 0.1, quiet_period: 1s',
    'fault-had-effect, action: crash, had_effect: false'
  )
  expect(parseText(former, 'x.yaml')).toEqual(parseText(present, 'x.yaml'))
  expect(parseText(present, 'x.yaml').ok).toBe(true)
})

it('a mistake under a former word is pointed at where it stands', () => {
  const parse = parseText(write('think: soon', 'calm: 1s', 'fault-bit'), 'x.yaml')
  expect(parse).toMatchObject({ ok: false, errors: [{ line: 4, column: 20 }] })
})

it('a field given in both words is refused', () => {
  const parse = parseText(write('think: 1s, think_time: 2s', 'calm: 1s', 'fault-bit'), 'x.yaml')
  expect(parse).toMatchObject({ ok: false, errors: [{ line: 4, text: expect.stringContaining('think') }] })
})
