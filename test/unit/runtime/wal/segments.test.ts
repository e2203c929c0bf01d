import { describe, expect, it } from 'vitest'
import { SYNCED_MARK } from '../../../../src-node/runtime/wal/record'
import { segmentName } from '../../../../src-node/runtime/wal/segment'
import { batchEnd, openLog, writtenDisk } from './harness'
import { MemoryDisk } from './memory-disk'

describe('segments and snapshots', () => {
  it('begins a new segment when one has grown beyond its bound', async () => {
    const disk = new MemoryDisk()
    const { log, flush } = await openLog(disk, { segment_bytes_max: 200 })
    const records = Array.from({ length: 50 }, (_, i) => `record ${i}`)
    for (const record of records) {
      log.append(record)
      await flush()
    }
    expect(disk.list().length).toBeGreaterThan(3)
    expect((await openLog(disk)).recovered.records).toEqual(records)
  })

  it('goes by where the next segment says that one ends: a mark that was torn behind it does not matter', async () => {
    const disk = new MemoryDisk()
    const { log, flush } = await openLog(disk, { segment_bytes_max: 0 })
    for (const record of ['a', 'b']) {
      log.append(record)
      await flush()
    }
    const torn_at = batchEnd(disk.read(segmentName(2))) + SYNCED_MARK.length - 3
    disk.damage(segmentName(2), (bytes) => bytes.fill(0, torn_at))
    expect((await openLog(disk)).recovered.records).toEqual(['a', 'b'])
  })

  it('replaces the log by the snapshot, the records to keep and what was appended after', async () => {
    const disk = await writtenDisk(['a', 'b', 'c'])
    const { log, durable, flush } = await openLog(disk)
    log.append('d')
    log.saveSnapshot({ sum: 3 }, ['c', 'd'])
    log.append('e')
    await flush()
    expect(durable).toEqual([{ position: 3, records: 2 }])
    expect(disk.list()).toEqual([segmentName(2)])
    expect((await openLog(disk)).recovered).toMatchObject({ snapshot: { sum: 3 }, records: ['c', 'd', 'e'] })
  })

  it('shows either the old log or the new one, at whatever step the machine dies', async () => {
    const seen = new Set<unknown>()
    for (let step = 0; ; step++) {
      const disk = await writtenDisk(['a', 'b'])
      const { log, durable, failures, flush } = await openLog(disk)
      disk.operations_left = step
      log.saveSnapshot('new', ['b'])
      log.append('c')
      await flush()
      disk.restart(() => (step % 2 === 0 ? 0 : 1))
      const { recovered } = await openLog(disk)
      if (recovered.snapshot === null) expect(recovered.records).toEqual(['a', 'b'])
      else expect(recovered).toMatchObject({ snapshot: 'new', records: ['b', 'c'] })
      if (durable.length > 0) expect(recovered.snapshot).toBe('new')
      expect(disk.list()).toHaveLength(1)
      seen.add(recovered.snapshot)
      if (failures.length === 0) break
    }
    expect(seen).toEqual(new Set([null, 'new']))
  })
})
