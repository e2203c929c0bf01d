import { describe, expect, test } from 'vitest'
import { boundOf_us } from '../../../src-shared/clock/interval'
import { masterInterval, newMaster } from '../../../src-node/protocols/spanner-kv/masters'
import { replicasOf } from '../../../src-node/protocols/spanner-kv/groups'
import type { Settings } from '../../../src-node/protocols/spanner-kv/state'

const settings = { master_error_us: 100, master_drift_ppm: 100 } as Settings
const SECOND_US = 1_000_000
const boundAfterASecond = (master: ReturnType<typeof newMaster>) =>
  Math.round(boundOf_us(masterInterval(master!, settings, SECOND_US)))

describe('a time master', () => {
  test('with GPS stays as sure as it is, until it loses its reception', () => {
    const master = newMaster('gps-master', 0)!
    expect(boundAfterASecond(master)).toBe(100)
    master.unsure_since_us = 0
    expect(boundAfterASecond(master)).toBe(200)
  })

  test('with an atomic clock grows less sure from its start', () => {
    expect(boundAfterASecond(newMaster('atomic-master', 0))).toBe(200)
  })

  test('keeps no data', () => {
    expect(newMaster(undefined, 0)).toBeNull()
    expect(replicasOf(['n1', 'gps'], { gps: 'gps-master' })).toEqual(['n1'])
  })
})
