import { beforeEach, describe, expect, it } from 'vitest'
import { SERVICE_QUEUE_MAX, ServiceQueue } from '../../../src-node/node-core/service-queue'
import type { ClientRequest } from '../../../src-node/protocols/contract'
import { createVirtualTime } from '../support/virtual-time'

const request = (number: number): ClientRequest => ({
  request: number,
  session: 'c1',
  sequence: number,
  operation: { f: 'get', key: 'k1' }
})

describe('a node that each client request occupies for 2 ms', () => {
  let time: ReturnType<typeof createVirtualTime>
  let served: string[]
  let refused: number[]
  let queue: ServiceQueue

  beforeEach(() => {
    time = createVirtualTime()
    served = []
    refused = []
    queue = new ServiceQueue({
      service_us: 2000,
      scheduler: time,
      serve: ({ request }) => served.push(`${request} at ${time.now_us() / 1000} ms`),
      refuse: ({ request }) => refused.push(request)
    })
  })

  it('serves one after the other, in the order in which they came', () => {
    for (const number of [1, 2, 3]) queue.offer(request(number))
    time.pass(10)
    expect(served).toEqual(['1 at 2 ms', '2 at 4 ms', '3 at 6 ms'])
  })

  it('begins at once with one that comes when nothing waits', () => {
    queue.offer(request(1))
    time.pass(7)
    queue.offer(request(2))
    time.pass(3)
    expect(served).toEqual(['1 at 2 ms', '2 at 9 ms'])
  })

  it('refuses at once what finds the queue full, and takes more when there is room', () => {
    for (let number = 1; number <= SERVICE_QUEUE_MAX + 1; number++) queue.offer(request(number))
    expect(refused).toEqual([SERVICE_QUEUE_MAX + 1])
    time.pass(2)
    queue.offer(request(1000))
    expect(refused).toEqual([SERVICE_QUEUE_MAX + 1])
  })

  it('tells how many wait, how many it refused and how busy it was since it was last asked', () => {
    for (let number = 1; number <= 5; number++) queue.offer(request(number))
    time.pass(5)
    expect(queue.sample()).toEqual({ requests_queued: 3, requests_refused: 0, busy_percent: 100 })
    time.pass(20)
    expect(queue.sample()).toEqual({ requests_queued: 0, requests_refused: 0, busy_percent: 25 })
  })

  it('serves nothing once it has stopped', () => {
    queue.offer(request(1))
    queue.stop()
    time.pass(10)
    expect(served).toEqual([])
  })
})
