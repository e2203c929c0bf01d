import { describe, expect, it } from 'vitest'
import type { OperationResult } from '../../../src-shared/operations'
import { allMatching } from '../../../src-main/workload/strategies/all-matching'
import { any } from '../../../src-main/workload/strategies/any'
import { call } from '../../../src-main/workload/strategies/call'
import { followers } from '../../../src-main/workload/strategies/followers'
import { leader } from '../../../src-main/workload/strategies/leader'
import { replicas } from '../../../src-main/workload/strategies/replicas'
import { routed } from '../../../src-main/workload/strategies/routed'
import { Routing } from '../../../src-main/workload/strategies/routing'
import type { RoutingOptions } from '../../../src-main/workload/strategies/routing'
import type { Strategy } from '../../../src-main/workload/strategies/strategy'
import type { ClientMap } from '../../../src-shared/wire/client-map'

const NODES = ['n1', 'n2', 'n3']
const KEYS = ['k1']
const all = () => true
const only = (up: string) => (node: string) => node === up
const but = (down: string) => (node: string) => node !== down

function routingFrom(first: number, options: Partial<RoutingOptions> = {}): Routing {
  return new Routing(NODES, first, { follow_redirects: true, ...options })
}

/** Whom the strategy asks in so many tries, one after the other; a try of several as one text. */
function asked(strategy: Strategy, routing: Routing, tries: number, isReachable: (node: string) => boolean = all): string[] {
  return Array.from({ length: tries }, () => strategy.choose(routing, KEYS, isReachable).join(' '))
}

function answersOf(values: Readonly<Record<string, OperationResult>>) {
  return new Map(Object.entries(values).map(([node, result]) => [node, { status: 'ok', result } as const]))
}

describe('leader', () => {
  it('asks all nodes in turn while it knows no leader', () => {
    expect(asked(leader, routingFrom(1), 4)).toEqual(['n2', 'n3', 'n1', 'n2'])
  })

  it('stays with the leader until that one does not answer', () => {
    const routing = routingFrom(0)
    leader.onConcluded(routing, KEYS, 'n3')
    expect(asked(leader, routing, 2)).toEqual(['n3', 'n3'])
    routing.markUnresponsive('n1')
    expect(asked(leader, routing, 1)).toEqual(['n3'])
    routing.markUnresponsive('n3')
    expect(asked(leader, routing, 1)).toEqual(['n1'])
  })

  it('passes over nodes that cannot be reached, the leader too', () => {
    const routing = routingFrom(0)
    routing.setLeader('n1')
    expect(asked(leader, routing, 2, but('n1'))).toEqual(['n2', 'n3'])
    expect(leader.choose(routing, KEYS, () => false)).toEqual([])
  })

  it('follows a redirect to the leader, and no longer believes the node that sent it away', () => {
    const routing = routingFrom(0)
    routing.setLeader('n1')
    expect(leader.onRedirect(routing, KEYS, 'n1', 'n3')).toEqual({ error: 'n1 refers to n3', ask: 'n3' })
    expect(asked(leader, routing, 1)).toEqual(['n3'])
    expect(leader.onRedirect(routing, KEYS, 'n3', null).error).toBe('n3 knows nobody to ask')
    expect(routing.leader).toBe(null)
  })

  it('goes in turn, whatever it is told, when it does not follow the leader', () => {
    const routing = routingFrom(0, { follow_redirects: false })
    expect(leader.onRedirect(routing, KEYS, 'n1', 'n3').ask).toBe(null)
    expect(asked(leader, routing, 2)).toEqual(['n1', 'n2'])
  })

  it('does not believe in a leader that it does not know', () => {
    const routing = routingFrom(0)
    routing.setLeader('n9')
    expect(asked(leader, routing, 1)).toEqual(['n1'])
  })
})

describe('any', () => {
  it('asks all in turn, the leader too', () => {
    const routing = routingFrom(0)
    routing.setLeader('n2')
    expect(asked(any, routing, 4)).toEqual(['n1', 'n2', 'n3', 'n1'])
  })

  it('stays with the node that answers when it is sticky', () => {
    const routing = routingFrom(1, { sticky: true })
    expect(asked(any, routing, 2)).toEqual(['n2', 'n2'])
    routing.markUnresponsive('n2')
    expect(asked(any, routing, 2)).toEqual(['n3', 'n3'])
  })

  it('comes back to its own node after looking for a leader elsewhere', () => {
    const routing = routingFrom(1, { sticky: true })
    expect(asked(leader, routing, 1)).toEqual(['n2'])
    leader.onRedirect(routing, KEYS, 'n2', null)
    expect(asked(leader, routing, 1)).toEqual(['n3'])
    routing.setLeader('n1')
    expect([...asked(any, routing, 1), ...asked(followers, routing, 1)]).toEqual(['n2', 'n2'])
  })
})

describe('followers', () => {
  it('asks followers in turn, and the leader only when no other can be reached', () => {
    const routing = routingFrom(0)
    routing.setLeader('n2')
    expect(asked(followers, routing, 3)).toEqual(['n1', 'n3', 'n1'])
    expect(asked(followers, routing, 1, only('n2'))).toEqual(['n2'])
  })

  it('asks the leader, when it is sticky, once no follower answers', () => {
    const routing = routingFrom(0, { sticky: true })
    routing.setLeader('n1')
    expect(asked(followers, routing, 1)).toEqual(['n2'])
    routing.markUnresponsive('n2')
    expect(asked(followers, routing, 1)).toEqual(['n3'])
    routing.markUnresponsive('n3')
    expect(asked(followers, routing, 1)).toEqual(['n1'])
    routing.markResponsive('n3')
    expect(asked(followers, routing, 1)).toEqual(['n3'])
  })
})

describe('routed', () => {
  it('asks all in turn for a key that it knows no holder of, then the one that answered', () => {
    const routing = routingFrom(0)
    expect(asked(routed, routing, 2)).toEqual(['n1', 'n2'])
    routed.onConcluded(routing, KEYS, 'n2')
    expect(asked(routed, routing, 2)).toEqual(['n2', 'n2'])
    expect(routed.choose(routing, ['k2'], all)).toEqual(['n3'])
  })

  it('corrects its map by a redirect, and forgets a holder that knows of no other', () => {
    const routing = routingFrom(0)
    routed.onConcluded(routing, KEYS, 'n2')
    expect(routed.onRedirect(routing, KEYS, 'n2', 'n3')).toEqual({ error: 'n2 does not hold k1', ask: 'n3' })
    expect(asked(routed, routing, 1)).toEqual(['n3'])
    routed.onRedirect(routing, KEYS, 'n3', null)
    expect(routing.holderOf('k1')).toBe(null)
  })

  it('asks others while the holder cannot be reached or does not answer', () => {
    const routing = routingFrom(0)
    routed.onConcluded(routing, KEYS, 'n2')
    expect(asked(routed, routing, 1, but('n2'))).toEqual(['n1'])
    routing.markUnresponsive('n2')
    expect(asked(routed, routing, 1, but('n2'))).toEqual(['n3'])
    routing.markResponsive('n2')
    expect(asked(routed, routing, 1)).toEqual(['n2'])
  })
})

describe('replicas', () => {
  it('asks in turn the nodes of the group that owns the key, and does not take whoever answered for its leader', () => {
    const routing = routingFrom(0)
    const groups = [
      { name: 'a', nodes: ['n1', 'n3'] },
      { name: 'b', nodes: ['n2'] }
    ]
    routing.takeMap({ epoch: 1, starts: ['', 'm'], owners: [0, 1], groups })
    expect(asked(replicas, routing, 3)).toEqual(['n1', 'n3', 'n1'])
    expect(asked(replicas, routing, 2, but('n3'))).toEqual(['n1', 'n1'])
    expect(replicas.choose(routing, ['z'], all)).toEqual(['n2'])
    replicas.onConcluded(routing, KEYS, 'n3')
    expect(routing.holderOf('k1')).toBe(null)
  })

  it('asks anybody in turn without a map', () => {
    expect(asked(replicas, routingFrom(0), 3)).toEqual(['n1', 'n2', 'n3'])
  })
})

describe('routed by a map', () => {
  /** Keys before `k5` are of g1, the others of g2. */
  const mapOf = (epoch: number, owners: [number, number] = [0, 1]): ClientMap => ({
    epoch,
    starts: ['', 'k5'],
    owners,
    groups: [
      { name: 'g1', nodes: ['n1', 'n2'] },
      { name: 'g2', nodes: ['n3'] }
    ]
  })

  function routingBy(map: ClientMap): Routing {
    const routing = routingFrom(0)
    routing.takeMap(map)
    return routing
  }

  it('asks nodes of the key’s group in turn, then the one that answered, for all keys of the group', () => {
    const routing = routingBy(mapOf(1))
    expect(asked(routed, routing, 3)).toEqual(['n1', 'n2', 'n1'])
    routed.onConcluded(routing, KEYS, 'n2')
    expect(routed.choose(routing, ['k4'], all)).toEqual(['n2'])
    expect(routed.choose(routing, ['k5'], all)).toEqual(['n3'])
  })

  it('asks anybody where none of the group can be reached', () => {
    expect(asked(routed, routingBy(mapOf(1)), 1, only('n3'))).toEqual(['n3'])
  })

  it('keeps the newest map', () => {
    const routing = routingBy(mapOf(2))
    routing.takeMap(mapOf(1, [1, 0]))
    expect(routing).toMatchObject({ map_epoch: 2 })
    expect(asked(routed, routing, 1)).toEqual(['n1'])
    routing.takeMap(mapOf(3, [1, 0]))
    expect(asked(routed, routing, 1)).toEqual(['n3'])
  })

  it('asks another of the group at once when the one that was asked knows nobody', () => {
    const routing = routingBy(mapOf(1))
    expect(routed.onRedirect(routing, KEYS, 'n1', null)).toEqual({ error: 'n1 does not hold k1', ask: 'n2' })
    expect(routed.onRedirect(routing, ['k5'], 'n3', null).ask).toBe(null)
  })

  it('does not take a node of another group for the holder of its own', () => {
    const routing = routingBy(mapOf(1))
    expect(routed.onRedirect(routing, KEYS, 'n1', 'n3').ask).toBe('n3')
    expect(routing.holderOf('k2')).toBe(null)
  })

  it('forgets who held single keys once it has a map', () => {
    const routing = routingFrom(0)
    routing.setHolder('k1', 'n3')
    routing.takeMap(mapOf(1))
    expect(asked(routed, routing, 1)).toEqual(['n1'])
  })
})

describe('all-matching', () => {
  const two = allMatching(2)
  const routing = routingFrom(1)

  it('asks all that can be reached at once', () => {
    expect(asked(two, routingFrom(1), 1)).toEqual(['n1 n2 n3'])
    expect(asked(two, routingFrom(1), 1, but('n2'))).toEqual(['n1 n3'])
  })

  it('takes an answer once so many nodes have given it alike, whatever the order of its fields', () => {
    expect(two.conclude(answersOf({ n1: { value: 'a' } }), routing)).toBe(null)
    expect(two.conclude(answersOf({ n1: { value: 'a' }, n2: { value: 'b' } }), routing)).toBe(null)
    expect(two.conclude(answersOf({ n1: { value: 'a' }, n2: { value: 'b' }, n3: { value: 'a' } }), routing)).toBe('n3')
    const result = { siblings: ['a', 'b'], value: 'b' }
    expect(two.conclude(answersOf({ n1: result, n2: { value: 'b', siblings: ['a', 'b'] } }), routing)).toBe('n2')
  })
})

describe('nodes that join and leave', () => {
  it('are asked in turn from then on, and no longer', () => {
    const routing = routingFrom(0)
    expect(asked(any, routing, 2)).toEqual(['n1', 'n2'])
    routing.setNodes([...NODES, 'n4'])
    expect(asked(any, routing, 3)).toEqual(['n3', 'n4', 'n1'])
    routing.setNodes(['n1', 'n3'])
    expect(asked(any, routing, 3)).toEqual(['n3', 'n1', 'n3'])
  })

  it('are neither believed to lead nor to hold a key once they have left', () => {
    const routing = routingFrom(0)
    routing.setLeader('n2')
    routing.setHolder('k1', 'n2')
    routing.setNodes(['n1', 'n3'])
    expect(routing.leader).toBe(null)
    expect(routing.holderOf('k1')).toBe(null)
  })

  it('leave a sticky client with the node after its own', () => {
    const routing = routingFrom(1, { sticky: true })
    expect(asked(any, routing, 1)).toEqual(['n2'])
    routing.setNodes(['n1', 'n3'])
    expect(asked(any, routing, 2)).toEqual(['n3', 'n3'])
  })
})

describe('call', () => {
  it('asks the first node, or the one that it names, and nobody in its place', () => {
    const routing = routingFrom(1)
    expect(asked(call, routing, 2)).toEqual(['n1', 'n1'])
    expect(asked(call, routing, 1, but('n1'))).toEqual([''])
    expect(call.onRedirect(routing, KEYS, 'n1', 'n2').ask).toBe('n2')
    routing.markUnresponsive('n2')
    expect(asked(call, routing, 2)).toEqual(['n2', 'n2'])
  })
})
