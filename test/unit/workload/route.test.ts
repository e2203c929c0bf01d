import { describe, expect, it } from 'vitest'
import { Route } from '../../../src-main/workload/route'

const NODES = ['n1', 'n2', 'n3']
const FOLLOW = { follow_leader: true }
const all = () => true
const but = (down: string) => (node: string) => node !== down

describe('Route', () => {
  it('asks all nodes in turn while it knows no leader', () => {
    const route = new Route(NODES, 1, FOLLOW)
    expect([1, 2, 3, 4].map(() => route.next(all))).toEqual(['n2', 'n3', 'n1', 'n2'])
  })

  it('stays with the leader until it doubts it', () => {
    const route = new Route(NODES, 0, FOLLOW)
    route.setLeader('n3')
    expect([route.next(all), route.next(all)]).toEqual(['n3', 'n3'])
    route.markUnresponsive('n1')
    expect(route.next(all)).toBe('n3')
    route.markUnresponsive('n3')
    expect(route.next(all)).toBe('n1')
  })

  it('passes over nodes that cannot be reached, the leader too', () => {
    const route = new Route(NODES, 0, FOLLOW)
    route.setLeader('n1')
    expect([route.next(but('n1')), route.next(but('n1'))]).toEqual(['n2', 'n3'])
    expect(route.next(() => false)).toBe(null)
  })

  it('goes in turn, whatever it is told, when it does not follow the leader', () => {
    const route = new Route(NODES, 0, { follow_leader: false })
    route.setLeader('n3')
    expect([route.next(all), route.next(all)]).toEqual(['n1', 'n2'])
  })

  it('does not believe in a leader that it does not know', () => {
    const route = new Route(NODES, 0, FOLLOW)
    route.setLeader('n9')
    expect(route.next(all)).toBe('n1')
  })

  it('asks all in turn, the leader too, where any node will do', () => {
    const route = new Route(NODES, 0, FOLLOW)
    route.setLeader('n2')
    expect([1, 2, 3, 4].map(() => route.next(all, 'any'))).toEqual(['n1', 'n2', 'n3', 'n1'])
  })

  it('asks followers in turn, and the leader only when no other can be reached', () => {
    const route = new Route(NODES, 0, FOLLOW)
    route.setLeader('n2')
    expect([1, 2, 3].map(() => route.next(all, 'followers'))).toEqual(['n1', 'n3', 'n1'])
    expect(route.next((node) => node === 'n2', 'followers')).toBe('n2')
  })

  it('stays with the node that answers when it is sticky', () => {
    const route = new Route(NODES, 1, { follow_leader: true, sticky: true })
    expect([route.next(all, 'any'), route.next(all, 'any')]).toEqual(['n2', 'n2'])
    route.markUnresponsive('n2')
    expect([route.next(all, 'any'), route.next(all, 'any')]).toEqual(['n3', 'n3'])
  })

  it('comes back to its own node after looking for a leader elsewhere', () => {
    const route = new Route(NODES, 1, { follow_leader: true, sticky: true })
    expect(route.next(all)).toBe('n2')
    route.clearLeader('n2')
    expect(route.next(all)).toBe('n3')
    route.setLeader('n1')
    expect([route.next(all, 'any'), route.next(all, 'followers')]).toEqual(['n2', 'n2'])
  })

  it('reads from the leader, when it is sticky, once no follower answers', () => {
    const route = new Route(NODES, 0, { follow_leader: true, sticky: true })
    route.setLeader('n1')
    expect(route.next(all, 'followers')).toBe('n2')
    route.markUnresponsive('n2')
    expect(route.next(all, 'followers')).toBe('n3')
    route.markUnresponsive('n3')
    expect(route.next(all, 'followers')).toBe('n1')
    route.markResponsive('n3')
    expect(route.next(all, 'followers')).toBe('n3')
  })
})
