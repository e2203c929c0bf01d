import { describe, expect, it } from 'vitest'
import { SYNCED_MARK } from '../../../../src-node/runtime/wal/record'
import { segmentName, WalError } from '../../../../src-node/runtime/wal/segment'
import { batchEnd, FIRST, flipped, openLog, recordBytes, writtenDisk } from './harness'
import { MemoryDisk } from './memory-disk'

describe('a damaged log', () => {
  it('stops recovery at any damaged byte of the last batch, once that was durable', async () => {
    for (let at = 0; at < recordBytes('last'); at++) {
      const disk = await writtenDisk(['a'], ['last'])
      const start = batchEnd(disk.read(FIRST)) - recordBytes('last')
      disk.damage(FIRST, (bytes) => flipped(bytes, start + at))
      await expect(openLog(disk)).rejects.toThrow(`${FIRST} is damaged at byte ${start}`)
    }
  })

  it('stops recovery also where the mark behind the last batch has a bad bit itself', async () => {
    for (let at = 0; at < SYNCED_MARK.length; at++) {
      const disk = await writtenDisk(['a'], ['last'])
      const end = batchEnd(disk.read(FIRST))
      disk.damage(FIRST, (bytes) => flipped(flipped(bytes, end - 1), end + at))
      await expect(openLog(disk)).rejects.toThrow(WalError)
    }
  })

  it('stops recovery at any damaged byte of a record in the middle, naming file and offset', async () => {
    for (let at = 0; at < recordBytes('middle'); at++) {
      const disk = await writtenDisk(['a'], ['middle'], ['z'])
      const start = batchEnd(disk.read(FIRST)) - recordBytes('middle') - SYNCED_MARK.length - recordBytes('z')
      disk.damage(FIRST, (bytes) => flipped(bytes, start + at))
      await expect(openLog(disk)).rejects.toThrow(
        new WalError(
          `${FIRST} is damaged at byte ${start}: a record fails its checksum and is not merely the torn end of the log`
        )
      )
    }
  })

  it.each([1, recordBytes('b')])(
    'stops recovery when the last %i bytes of a segment before the last are missing',
    async (missing) => {
      const disk = new MemoryDisk()
      const { log, flush } = await openLog(disk, { segment_bytes_max: 0 })
      for (const record of ['a', 'b', 'c']) {
        log.append(record)
        await flush()
      }
      disk.damage(segmentName(2), (bytes) => bytes.fill(0, batchEnd(bytes) - missing))
      await expect(openLog(disk)).rejects.toThrow(`${segmentName(2)} is damaged`)
    }
  )

  it('stops recovery when a segment is missing', async () => {
    const disk = new MemoryDisk()
    const { log, flush } = await openLog(disk, { segment_bytes_max: 0 })
    for (const record of ['a', 'b', 'c']) {
      log.append(record)
      await flush()
    }
    await disk.remove(segmentName(2))
    await expect(openLog(disk)).rejects.toThrow(`${segmentName(2)} is missing`)
  })

  it('stops recovery when a snapshot is damaged, even at the end of the log', async () => {
    const disk = new MemoryDisk()
    const { log, flush } = await openLog(disk)
    log.saveSnapshot('state', [])
    await flush()
    disk.damage(segmentName(2), (bytes) => flipped(bytes, batchEnd(bytes) - 1))
    await expect(openLog(disk)).rejects.toThrow(`${segmentName(2)} is damaged`)
  })

  it('is not taken from another node', async () => {
    const disk = await writtenDisk(['a'])
    await expect(openLog(disk, { node: 'n2' })).rejects.toThrow(`${FIRST} belongs to node n1, not to n2`)
  })
})
