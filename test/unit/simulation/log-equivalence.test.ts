import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HEALTHY_DISK } from '../../../src-node/node-core/conditions'
import { WriteAheadLog } from '../../../src-node/runtime/wal/write-ahead-log'
import { SimulatedDisk } from '../../../src-node/simulation/disk'
import { SimulatedLog } from '../../../src-node/simulation/log'
import { VirtualScheduler } from '../../../src-node/simulation/scheduler'
import { MemoryDisk } from '../runtime/wal/memory-disk'

type LogAction = 'append' | 'snapshot' | 'flush' | 'sync' | 'crash'
const log_actions = fc.array(
  fc.constantFrom<LogAction>('append', 'append', 'append', 'flush', 'flush', 'sync', 'snapshot', 'crash'),
  {
    maxLength: 60
  }
)

/** What both logs do alike; syncs last until {@link synced}. */
interface LogUnderTest {
  open(): Promise<{ snapshot: unknown; records: unknown[] }>
  append(record: number): void
  snapshot(record: number): void
  flush(): void
  /** The sync under way, if any, ends. */
  synced(): Promise<void>
  crash(): void
}

function simulated(lose_unsynced: boolean): LogUnderTest {
  const disk = new SimulatedDisk()
  let scheduler = new VirtualScheduler()
  let log: SimulatedLog
  return {
    async open() {
      const { snapshot, records } = disk.recover()
      scheduler = new VirtualScheduler()
      log = new SimulatedLog({
        disk,
        settings: () => ({ ...HEALTHY_DISK, lose_unsynced }),
        scheduler,
        random: () => 0.5,
        onDurable() {},
        onFailure() {}
      })
      return { snapshot, records }
    },
    append: (record) => log.append(record),
    snapshot: (record) => log.saveSnapshot([record], [-record]),
    flush: () => log.flush(),
    async synced() {
      while (scheduler.step());
    },
    crash: () => log.crash()
  }
}

/** `lose_unsynced`: the machine dies, not the process alone. */
function real(lose_unsynced: boolean): LogUnderTest {
  const disk = new MemoryDisk()
  let log: WriteAheadLog
  let openGate = () => {}
  return {
    async open() {
      const opened = await WriteAheadLog.open({ disk, node: 'n1', fill_ahead_bytes: 64, onDurable() {}, onFailure() {} })
      log = opened.log
      return opened.recovered
    },
    append: (record) => log.append(record),
    snapshot: (record) => log.saveSnapshot([record], [-record]),
    flush() {
      disk.gate ??= new Promise((resolve) => (openGate = resolve))
      log.flush()
    },
    async synced() {
      disk.gate = null
      openGate()
      await new Promise((resolve) => setImmediate(resolve))
    },
    crash() {
      if (lose_unsynced) disk.restart(() => 0)
      else disk.kill()
      disk.gate = null
      openGate()
    }
  }
}

it.each([false, true])('recovers what the real log recovers (unsynced writes lost: %s)', async (lose_unsynced) => {
  await fc.assert(
    fc.asyncProperty(log_actions, async (list) => {
      const twins = [simulated(lose_unsynced), real(lose_unsynced)]
      const both = async (act: (log_under_test: LogUnderTest) => unknown) =>
        Promise.all(twins.map((log_under_test) => act(log_under_test)))
      let record = 0
      await both((log_under_test) => log_under_test.open())
      for (const log_action of [...list, 'crash'] as const) {
        record++
        if (log_action === 'sync') await both((log_under_test) => log_under_test.synced())
        else if (log_action !== 'crash') await both((log_under_test) => log_under_test[log_action](record))
        else {
          await both((log_under_test) => log_under_test.crash())
          const [ours, theirs] = await Promise.all(twins.map((log_under_test) => log_under_test.open()))
          expect({ snapshot: ours!.snapshot, records: ours!.records }).toEqual({
            snapshot: theirs!.snapshot,
            records: theirs!.records
          })
        }
      }
    }),
    { numRuns: 100 }
  )
})
