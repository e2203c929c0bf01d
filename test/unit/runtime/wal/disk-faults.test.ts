import { describe, expect, it } from 'vitest'
import { HEALTHY_DISK } from '../../../../src-node/node-core/conditions'
import { FaultyDisk } from '../../../../src-node/runtime/wal/faulty-disk'
import { WalError } from '../../../../src-node/runtime/wal/segment'
import { createRandom } from '../../../../src-shared/random'
import { copyOf, FIRST, openLog, writtenDisk } from './harness'
import { MemoryDisk } from './memory-disk'

/** Which bits flip. */
const random = createRandom(1, 'disk')

describe('disk faults', () => {
  it('never syncs again after a failed sync, and reports nothing durable', async () => {
    const disk = await writtenDisk(['a'])
    const { log, durable, failures, flush } = await openLog(disk)
    disk.failSync = () => Object.assign(new Error('EIO'), { code: 'EIO' })
    log.append('b')
    await flush()
    disk.failSync = null
    const { syncs } = disk
    log.append('c')
    log.flush()
    await log.close()
    expect(failures.map((error) => error.message)).toEqual(['EIO'])
    expect(durable).toEqual([])
    expect(disk.syncs).toBe(syncs)
  })

  it('fails when the disk is full', async () => {
    const disk = await writtenDisk(['a'])
    const { log, failures, flush } = await openLog(disk)
    disk.failWrite = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    log.append('b')
    await flush()
    expect(failures).toMatchObject([{ code: 'ENOSPC' }])
  })

  it.each([true, false])(
    'with `lose_unsynced` (%s) a write is in the file only after its sync, otherwise at once',
    async (lose_unsynced) => {
      const disk = new MemoryDisk()
      const faulty = new FaultyDisk(disk, { ...HEALTHY_DISK, sync_delay_us: 1000, lose_unsynced }, random)
      const { log, flush } = await openLog(faulty)
      log.append('a')
      const flushed = flush()
      expect(await recordsOn(copyOf(disk))).toEqual(lose_unsynced ? [] : ['a'])
      await flushed
      expect(await recordsOn(copyOf(disk))).toEqual(['a'])
    }
  )

  it('`tear_unsynced` leaves the first part of a batch to a crash: whole records, then a torn one', async () => {
    const disk = new MemoryDisk()
    const faulty = new FaultyDisk(disk, { ...HEALTHY_DISK, sync_delay_us: 1000, tear_unsynced: true }, random)
    const { log, flush } = await openLog(faulty)
    for (const record of ['a', 'b', 'c', 'd', 'e']) log.append(record)
    const flushed = flush()
    const { recovered } = await openLog(copyOf(disk))
    expect(recovered.records).toEqual(['a', 'b'])
    expect(recovered.truncated_bytes).toBeGreaterThan(0)
    await flushed
    expect((await openLog(copyOf(disk))).recovered).toMatchObject({ records: ['a', 'b', 'c', 'd', 'e'], truncated_bytes: 0 })
  })

  it('`corrupt_writes` flips one bit of a batch and one of its mark, which shows at recovery wherever they are', async () => {
    for (let i = 0; i < 50; i++) {
      const [healthy, corrupt] = [new MemoryDisk(), new MemoryDisk()]
      const faulty = new FaultyDisk(corrupt, HEALTHY_DISK, random)
      for (const disk of [healthy, faulty]) {
        const { log, flush } = await openLog(disk)
        faulty.change({ ...HEALTHY_DISK, corrupt_writes: true })
        log.append('a')
        await flush()
        faulty.change(HEALTHY_DISK)
      }
      expect(bitsThatDiffer(healthy.read(FIRST), corrupt.read(FIRST))).toBe(2)
      await expect(openLog(corrupt)).rejects.toThrow(WalError)
    }
  })

  it('`sync_fails` fails the log', async () => {
    const faulty = new FaultyDisk(new MemoryDisk(), HEALTHY_DISK, random)
    const { log, failures, flush } = await openLog(faulty)
    faulty.change({ ...HEALTHY_DISK, sync_fails: true })
    log.append('a')
    await flush()
    expect(failures).toMatchObject([{ code: 'EIO' }])
  })

  it('a sync that hangs ends when its disk is healed, and takes longer when the disk slows down meanwhile', async () => {
    const faulty = new FaultyDisk(new MemoryDisk(), HEALTHY_DISK, random)
    const { log, flush } = await openLog(faulty)
    faulty.change({ ...HEALTHY_DISK, sync_delay_us: 1000 })
    log.append('a')
    const flushed = flush()
    faulty.change({ ...HEALTHY_DISK, sync_delay_us: 3_600e6 })
    const waits = () => new Promise((resolve) => setTimeout(() => resolve('waits'), 20))
    expect(await Promise.race([flushed, waits()])).toBe('waits')
    faulty.change(HEALTHY_DISK)
    await flushed
  })

  it.each(['lose_unsynced', 'tear_unsynced'] as const)(
    'a crash spares what was written under `%s` once that is over',
    async (fault) => {
      const disk = new MemoryDisk()
      const faulty = new FaultyDisk(disk, HEALTHY_DISK, random)
      const { log } = await openLog(faulty)
      faulty.change({ ...HEALTHY_DISK, sync_delay_us: 3_600e6, [fault]: true })
      log.append('a')
      log.flush()
      faulty.change({ ...HEALTHY_DISK, sync_delay_us: 3_600e6 })
      expect(await recordsOn(copyOf(disk))).toEqual(['a'])
      faulty.change(HEALTHY_DISK)
    }
  )
})

async function recordsOn(disk: MemoryDisk): Promise<unknown[]> {
  return (await openLog(disk)).recovered.records
}

function bitsThatDiffer(one: Uint8Array, other: Uint8Array): number {
  let bits = 0
  one.forEach((byte, i) => {
    for (let rest = byte ^ other[i]!; rest > 0; rest &= rest - 1) bits++
  })
  return bits
}
