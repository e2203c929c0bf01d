import { describe, expect, it } from 'vitest'
import { batchEnd, FIRST, flipped, openLog, recordBytes, unsyncedDisk, writtenDisk } from './harness'

describe('a torn tail', () => {
  it.each(['ends there', 'goes on with zeros'])('is cut off wherever the last record was torn and the file %s', async (how) => {
    const last = { text: 'the last record' }
    for (let kept = 0; kept < recordBytes(last); kept++) {
      const disk = await unsyncedDisk(['a', 'b'], [last])
      const start = batchEnd(disk.read(FIRST)) - recordBytes(last)
      disk.damage(FIRST, (bytes) => (how === 'ends there' ? bytes.slice(0, start + kept) : bytes.fill(0, start + kept)))
      const torn_bytes = Math.max(0, batchEnd(disk.read(FIRST)) - start)
      const { log, recovered, flush } = await openLog(disk)
      expect(recovered.records).toEqual(['a', 'b'])
      expect(recovered.truncated_bytes).toBe(torn_bytes)
      log.append('c')
      await flush()
      expect((await openLog(disk)).recovered.records).toEqual(['a', 'b', 'c'])
    }
  })

  it('is gone for good, even where it is longer than what is written over it', async () => {
    const disk = await unsyncedDisk(['a'], ['x'.repeat(1000)])
    disk.damage(FIRST, (bytes) => flipped(bytes, batchEnd(bytes) - 1))
    const { log, flush } = await openLog(disk)
    log.append('b')
    await flush()
    expect((await openLog(disk)).recovered).toMatchObject({ records: ['a', 'b'], truncated_bytes: 0 })
  })

  it('is cut off when the last record fails its checksum', async () => {
    const last = 'last'
    for (let back = 1; back <= recordBytes(last); back++) {
      const disk = await unsyncedDisk(['a', 'b'], [last])
      disk.damage(FIRST, (bytes) => flipped(bytes, batchEnd(bytes) - back))
      const { recovered } = await openLog(disk)
      expect(recovered.records).toEqual(['a', 'b'])
      expect(recovered.truncated_bytes).toBe(recordBytes(last))
    }
  })
})

describe('after a process was killed', () => {
  it.each(['append', 'snapshot'])('what recovery believes is durable, at whatever step of an %s it died', async (what) => {
    for (let step = 0; step < 12; step++) {
      const disk = await writtenDisk(['a'])
      const { log, flush } = await openLog(disk)
      disk.operations_left = step
      if (what === 'append') log.append('b')
      else log.saveSnapshot('s', ['b'])
      await flush()
      disk.kill()
      const { recovered } = await openLog(disk)
      disk.restart(() => 0)
      expect((await openLog(disk)).recovered).toEqual(recovered)
    }
  })
})
