import { describe, expect, it } from 'vitest'
import { HEALTHY_DISK } from '../../../src-node/runtime/control'
import type { Disk } from '../../../src-node/runtime/wal/disk'
import { createFaultyDisk } from '../../../src-node/runtime/wal/faulty-disk'
import { RecordBuffer, RECORD_KINDS } from '../../../src-node/runtime/wal/record'
import { segmentName, WalError } from '../../../src-node/runtime/wal/segment'
import { WriteAheadLog } from '../../../src-node/runtime/wal/write-ahead-log'
import type { WalOptions } from '../../../src-node/runtime/wal/write-ahead-log'
import { createRandom } from '../../../src-shared/random'
import { MemoryDisk } from './memory-disk'

const FIRST = segmentName(1)
/** Which bits flip. */
const random = createRandom(1, 'disk')

/** A log whose batches can be awaited. */
async function openLog(disk: Disk, options: Partial<WalOptions> = {}) {
  const durable: { position: number; records: number }[] = []
  const failures: Error[] = []
  let settled = () => {}
  const { log, recovered } = await WriteAheadLog.open({
    disk,
    node: 'n1',
    fill_ahead_bytes: 64,
    onDurable(position, records) {
      durable.push({ position, records })
      settled()
    },
    onFailure(error) {
      failures.push(error)
      settled()
    },
    ...options
  })
  /** Flushes and waits for the batch. */
  const flush = () =>
    new Promise<void>((resolve) => {
      settled = resolve
      log.flush()
    })
  return { log, recovered, durable, failures, flush }
}

async function writtenDisk(...batches: unknown[][]): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  const { log, flush } = await openLog(disk)
  for (const batch of batches) {
    batch.forEach((record) => log.append(record))
    await flush()
  }
  return disk
}

function recordBytes(value: unknown): number {
  const buffer = new RecordBuffer()
  buffer.append(RECORD_KINDS.entry, value)
  return buffer.bytes().length
}

/** Where the records of a file end and the zeros begin. (No record of these tests ends in a zero.) */
function endOf(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return end
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  bytes[at]! ^= 0x10
  return bytes
}

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

describe('a torn tail', () => {
  it.each(['ends there', 'goes on with zeros'])('is cut off wherever the last record was torn and the file %s', async (how) => {
    const last = { text: 'the last record' }
    for (let kept = 0; kept < recordBytes(last); kept++) {
      const disk = await writtenDisk(['a', 'b'], [last])
      const start = endOf(disk.read(FIRST)) - recordBytes(last)
      disk.damage(FIRST, (bytes) => (how === 'ends there' ? bytes.slice(0, start + kept) : bytes.fill(0, start + kept)))
      const torn_bytes = Math.max(0, endOf(disk.read(FIRST)) - start)
      const { log, recovered, flush } = await openLog(disk)
      expect(recovered.records).toEqual(['a', 'b'])
      expect(recovered.truncated_bytes).toBe(torn_bytes)
      log.append('c')
      await flush()
      expect((await openLog(disk)).recovered.records).toEqual(['a', 'b', 'c'])
    }
  })

  it('is gone for good, even where it is longer than what is written over it', async () => {
    const disk = await writtenDisk(['a'], ['x'.repeat(1000)])
    disk.damage(FIRST, (bytes) => flipped(bytes, endOf(bytes) - 1))
    const { log, flush } = await openLog(disk)
    log.append('b')
    await flush()
    expect((await openLog(disk)).recovered).toMatchObject({ records: ['a', 'b'], truncated_bytes: 0 })
  })

  it('is cut off when the last record fails its checksum', async () => {
    const last = 'last'
    for (let back = 1; back <= recordBytes(last); back++) {
      const disk = await writtenDisk(['a', 'b', last])
      disk.damage(FIRST, (bytes) => flipped(bytes, endOf(bytes) - back))
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

describe('a damaged log', () => {
  it('stops recovery at any damaged byte of a record in the middle, naming file and offset', async () => {
    for (let at = 0; at < recordBytes('middle'); at++) {
      const disk = await writtenDisk(['a'], ['middle'], ['z'])
      const start = endOf(disk.read(FIRST)) - recordBytes('middle') - recordBytes('z')
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
      disk.damage(segmentName(2), (bytes) => bytes.fill(0, endOf(bytes) - missing))
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
    disk.damage(segmentName(2), (bytes) => flipped(bytes, endOf(bytes) - 1))
    await expect(openLog(disk)).rejects.toThrow(`${segmentName(2)} is damaged`)
  })

  it('is not taken from another node', async () => {
    const disk = await writtenDisk(['a'])
    await expect(openLog(disk, { node: 'n2' })).rejects.toThrow(`${FIRST} belongs to node n1, not to n2`)
  })
})

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

  it('`lose_unsynced` keeps writes from the file until the sync', async () => {
    const disk = new MemoryDisk()
    const faulty = createFaultyDisk(disk, () => ({ ...HEALTHY_DISK, sync_delay_us: 1000, lose_unsynced: true }), random)
    const { log, flush } = await openLog(faulty)
    const before = endOf(disk.read(FIRST))
    log.append('a')
    const flushed = flush()
    expect(endOf(disk.read(FIRST))).toBe(before)
    await flushed
    expect(endOf(disk.read(FIRST))).toBe(before + recordBytes('a'))
  })

  it('without `lose_unsynced` a write is in the file before its sync', async () => {
    const disk = new MemoryDisk()
    const { log, flush } = await openLog(createFaultyDisk(disk, () => ({ ...HEALTHY_DISK, sync_delay_us: 1000 }), random))
    const before = endOf(disk.read(FIRST))
    log.append('a')
    const flushed = flush()
    expect(endOf(disk.read(FIRST))).toBe(before + recordBytes('a'))
    await flushed
  })

  it('`tear_unsynced` leaves the first part of a batch to a crash: whole records, then a torn one', async () => {
    const disk = new MemoryDisk()
    const faulty = createFaultyDisk(disk, () => ({ ...HEALTHY_DISK, sync_delay_us: 1000, tear_unsynced: true }), random)
    const { log, flush } = await openLog(faulty)
    for (const record of ['a', 'b', 'c', 'd', 'e']) log.append(record)
    const flushed = flush()
    const { recovered } = await openLog(copyOf(disk))
    expect(recovered.records).toEqual(['a', 'b'])
    expect(recovered.truncated_bytes).toBeGreaterThan(0)
    await flushed
    expect((await openLog(copyOf(disk))).recovered).toMatchObject({ records: ['a', 'b', 'c', 'd', 'e'], truncated_bytes: 0 })
  })

  it('`corrupt_writes` flips one bit of a batch, which shows at recovery', async () => {
    const [healthy, corrupt] = [new MemoryDisk(), new MemoryDisk()]
    let corrupt_writes = false
    for (const disk of [healthy, createFaultyDisk(corrupt, () => ({ ...HEALTHY_DISK, corrupt_writes }), random)]) {
      const { log, flush } = await openLog(disk)
      corrupt_writes = true
      log.append('a')
      await flush()
      corrupt_writes = false
      log.append('b')
      await flush()
    }
    const differing = bitsThatDiffer(healthy.read(FIRST), corrupt.read(FIRST))
    expect(differing).toBe(1)
    await expect(openLog(copyOf(corrupt))).rejects.toThrow(WalError)
  })

  it('`sync_fails` fails the log', async () => {
    let sync_fails = false
    const faulty = createFaultyDisk(new MemoryDisk(), () => ({ ...HEALTHY_DISK, sync_fails }), random)
    const { log, failures, flush } = await openLog(faulty)
    sync_fails = true
    log.append('a')
    await flush()
    expect(failures).toMatchObject([{ code: 'EIO' }])
  })
})

/** The disk as another process finds it at this moment. */
function copyOf(disk: MemoryDisk): MemoryDisk {
  const copy = new MemoryDisk()
  for (const name of disk.list()) copy.open(name, true).write(disk.read(name), 0)
  return copy
}

function bitsThatDiffer(one: Uint8Array, other: Uint8Array): number {
  let bits = 0
  one.forEach((byte, i) => {
    for (let rest = byte ^ other[i]!; rest > 0; rest &= rest - 1) bits++
  })
  return bits
}

describe('any history of appends, snapshots, flushes and crashes', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'recovers all that was durable and nothing that was not said (seed %i)',
    async (seed) => {
      const random = createRandom(seed, 'wal')
      const disk = new MemoryDisk()
      let model: { snapshot: unknown; records: unknown[] } = { snapshot: null, records: [] }
      let next = 0
      for (let life = 0; life < 12; life++) {
        const { log, recovered, durable, flush } = await openLog(disk, { segment_bytes_max: 300 })
        expect({ snapshot: recovered.snapshot, records: recovered.records }).toEqual(model)
        // What the log would hold had it been cut off at each position.
        const history = [model]
        if (life % 3 === 2) disk.operations_left = Math.floor(random() * 30)
        for (let i = 0; i < 15; i++) {
          const { snapshot, records }: typeof model = history.at(-1)!
          const dice = random()
          if (dice < 0.7) {
            log.append(++next)
            history.push({ snapshot, records: [...records, next] })
          } else if (dice < 0.8) {
            const kept = records.slice(Math.floor(random() * (records.length + 1)))
            log.saveSnapshot(++next, kept)
            history.push({ snapshot: next, records: kept })
          } else if (log.position > (durable.at(-1)?.position ?? 0)) {
            await flush()
            if (disk.operations_left < 0) break
          }
        }
        if (random() < 0.5) log.flush()
        disk.restart(random)
        const { recovered: after } = await openLog(disk, { segment_bytes_max: 300 })
        model = { snapshot: after.snapshot, records: after.records }
        expect(history.slice(durable.at(-1)?.position ?? 0)).toContainEqual(model)
      }
    }
  )
})
