import { describe, expect, it } from 'vitest'
import { openLog, writtenDisk } from './harness'
import { MemoryDisk } from './memory-disk'

describe('group commit', () => {
  it('writes what gathers during a sync as one batch with one sync', async () => {
    const disk = new MemoryDisk()
    const { log, durable, flush } = await openLog(disk)
    const syncs = disk.syncs
    let open = () => {}
    disk.gate = new Promise((resolve) => (open = resolve))
    log.append('a')
    const first = flush()
    for (const record of ['b', 'c', 'd']) {
      log.append(record)
      log.flush()
    }
    expect(disk.syncs).toBe(syncs)
    open()
    await first
    expect(durable).toEqual([{ position: 1, records: 1 }])
    await flush()
    expect(durable).toEqual([
      { position: 1, records: 1 },
      { position: 4, records: 4 }
    ])
    expect(disk.syncs).toBe(syncs + 2)
  })

  it('syncs nothing when nothing was appended', async () => {
    const disk = new MemoryDisk()
    const { log } = await openLog(disk)
    const syncs = disk.syncs
    log.flush()
    await log.close()
    expect(disk.syncs).toBe(syncs)
  })

  it('gives records back in order, whatever msgpack can carry', async () => {
    const records = [{ term: 1, text: 'ä' }, ['x', null, true], new Uint8Array([1, 2, 3]), -1.5]
    const disk = await writtenDisk(records.slice(0, 2), records.slice(2))
    const { recovered } = await openLog(disk)
    expect(recovered.snapshot).toBeNull()
    expect(recovered.truncated_bytes).toBe(0)
    expect(recovered.records.map((value) => (value instanceof Uint8Array ? [...value] : value))).toEqual([
      records[0],
      records[1],
      [1, 2, 3],
      -1.5
    ])
  })
})
