import { describe, expect, it } from 'vitest'
import { Driver } from '../../../src-node/node-core/driver'
import type { Effect, Input, Plain, Protocol, ProtocolMessage } from '../../../src-node/protocols/contract'

type Message = ProtocolMessage & { readonly text: string }
type TestEffect = Effect<ProtocolMessage, Plain, Plain>
type TestInput = Input<ProtocolMessage>

const BOOT = {
  id: 'n1',
  generation: 0,
  nodes: ['n1', 'n2'],
  parameters: {},
  switches: [],
  recovered: { snapshot: null, records: [] }
}

function send(text: string, after: 'now' | 'sync'): TestEffect {
  return { kind: 'send', to: 'n2', message: { type: 'm', text } as Message, after }
}

function append(record: Plain): TestEffect {
  return { kind: 'append', record }
}

function message(text: string): TestInput {
  return { kind: 'message', from: 'n2', message: { type: 'm', text } as Message }
}

/** A driver around a protocol that answers each step with what the test says; everything it does is in `happened`, in order. */
function testDriver(answer: (inputs: readonly TestInput[]) => TestEffect[], boot_effects: TestEffect[] = []) {
  const happened: string[] = []
  const steps: (readonly TestInput[])[] = []
  const deferred: (() => void)[] = []
  const failures: Error[] = []
  let due: string[] = []
  let position = 0
  const protocol = {
    boot: () => ({ state: {}, effects: boot_effects }),
    step(_state: unknown, inputs: readonly TestInput[]) {
      steps.push(inputs)
      return answer(inputs)
    },
    sample: () => ({})
  } as unknown as Protocol
  const driver = new Driver({
    protocol,
    log: {
      get position() {
        return position
      },
      append(record) {
        position++
        happened.push(`append ${String(record)}`)
      },
      saveSnapshot(snapshot) {
        position++
        happened.push(`snapshot ${String(snapshot)}`)
      },
      flush: () => happened.push('sync')
    },
    transport: {
      send(to, sent) {
        const { text } = sent as Message
        if (text === 'unsendable') throw new Error('too large')
        happened.push(`send ${to} ${text}`)
      },
      reply: (request, reply) => happened.push(`reply ${request} ${reply.status}`),
      flush: () => happened.push('write')
    },
    timers: {
      set: (timer, delay_us) => happened.push(`set ${timer} ${delay_us}`),
      clear(timer) {
        happened.push(`clear ${timer}`)
        due = due.filter((name) => name !== timer)
      },
      takeDue() {
        const taken = due
        due = []
        return taken
      }
    },
    emit: (event) => happened.push(`emit ${event.kind}`),
    now_us: () => 0,
    random: () => 0,
    defer: (run) => deferred.push(run),
    onFailure: (error) => failures.push(error)
  })
  driver.boot(BOOT)
  happened.length = 0
  return {
    driver,
    happened,
    steps,
    failures,
    deferred,
    /** Lets the turn of the event loop end. */
    tick: () => deferred.splice(0).forEach((run) => run()),
    setDue: (...timers: string[]) => (due = timers),
    clear: () => (happened.length = 0)
  }
}

describe('a step', () => {
  it('is handed everything that waits, in order, once', () => {
    const { driver, steps, deferred, tick } = testDriver(() => [])
    for (const text of ['a', 'b', 'c']) driver.push(message(text))
    expect(deferred).toHaveLength(1)
    tick()
    expect(steps).toEqual([[message('a'), message('b'), message('c')]])
  })

  it('lets `now` effects out first, then syncs, and writes once', () => {
    const { driver, happened, tick } = testDriver(() => [append(1), send('x', 'now'), append(2), send('y', 'now')])
    driver.push(message('a'))
    tick()
    expect(happened).toEqual(['append 1', 'send n2 x', 'append 2', 'send n2 y', 'write', 'sync'])
  })

  it('comes last for timers, so that what has arrived can put them off', () => {
    const { driver, steps, setDue, tick } = testDriver(([first]) =>
      first?.kind === 'message' ? [{ kind: 'clear-timer', timer: 'election' }] : []
    )
    setDue('election', 'heartbeat')
    driver.push(message('a'))
    tick()
    expect(steps).toEqual([[message('a')], [{ kind: 'timer', timer: 'heartbeat' }]])
  })
})

describe('effects after the sync', () => {
  it('wait until everything appended by their step and earlier ones is durable, and keep their order', () => {
    const answers: TestEffect[][] = [
      [send('x', 'sync'), append(1), send('y', 'sync')],
      [append(2), send('z', 'sync')],
      [send('w', 'sync')]
    ]
    const { driver, happened, clear, tick } = testDriver((inputs) => (inputs[0]!.kind === 'message' ? answers.shift()! : []))
    for (let step = 0; step < 3; step++) {
      driver.push(message('a'))
      tick()
    }
    expect(happened.filter((what) => what.startsWith('send'))).toEqual([])
    clear()
    driver.durable(1, 1)
    expect(happened).toEqual(['send n2 x', 'send n2 y'])
    driver.durable(2, 2)
    expect(happened).toEqual(['send n2 x', 'send n2 y', 'send n2 z', 'send n2 w'])
  })

  it('leave at once when nothing waits for the disk', () => {
    const { driver, happened, tick } = testDriver(() => [send('x', 'sync')])
    driver.push(message('a'))
    tick()
    expect(happened).toEqual(['send n2 x', 'write', 'sync'])
  })

  it('wait for a snapshot as for a record', () => {
    const { driver, happened, tick } = testDriver((inputs) =>
      inputs[0]!.kind === 'message'
        ? [
            { kind: 'save-snapshot', snapshot: 's', records: [] },
            { kind: 'reply', request: 7, reply: { status: 'ok', result: {} }, after: 'sync' }
          ]
        : []
    )
    driver.push(message('a'))
    tick()
    expect(happened).toEqual(['snapshot s', 'write', 'sync'])
    driver.durable(1, 0)
    expect(happened).toContain('reply 7 ok')
  })

  it('of boot wait as well', () => {
    const { driver, happened } = testDriver(() => [], [append(1), send('x', 'sync')])
    expect(happened).toEqual([])
    driver.durable(1, 1)
    expect(happened).toEqual(['send n2 x'])
  })
})

describe('the next step', () => {
  it('takes what came during a sync together with the news that it is durable', () => {
    const { driver, steps, tick } = testDriver((inputs) =>
      inputs.length === 1 && inputs[0]!.kind === 'message' ? [append(1)] : []
    )
    driver.push(message('a'))
    tick()
    driver.push(message('b'))
    driver.push(message('c'))
    driver.durable(1, 1)
    tick()
    expect(steps[1]).toEqual([message('b'), message('c'), { kind: 'durable', records: 1 }])
  })
})

describe('a protocol that throws', () => {
  it('ends with what is thrown while a sync lets out what waited for it, and lets out nothing more', () => {
    const { driver, failures, happened, steps, tick } = testDriver(() => [
      append('r'),
      send('unsendable', 'sync'),
      send('b', 'sync')
    ])
    driver.push(message('x'))
    tick()
    happened.length = 0
    driver.durable(1, 1)
    expect(failures.map((error) => error.message)).toEqual(['too large'])
    driver.push(message('y'))
    driver.durable(1, 1)
    tick()
    expect([happened, steps.length]).toEqual([[], 1])
  })

  it('is reported, and nothing is stepped or let out any more', () => {
    const { driver, steps, happened, failures, tick } = testDriver((inputs) => {
      if (inputs[0]!.kind === 'message' && (inputs[0]!.message as Message).text === 'bad') throw new Error('broken')
      return [append(1), send('x', 'sync')]
    })
    driver.push(message('good'))
    tick()
    driver.push(message('bad'))
    tick()
    expect(failures.map((error) => error.message)).toEqual(['broken'])
    driver.durable(1, 1)
    driver.push(message('good'))
    tick()
    expect(steps).toHaveLength(2)
    expect(happened).not.toContain('send n2 x')
  })
})
