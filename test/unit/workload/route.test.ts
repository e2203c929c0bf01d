import { describe, expect, it } from 'vitest'
import { Route } from '../../../src-main/workload/route'

const NODES = ['n1', 'n2', 'n3']
const all = () => true
const but = (down: string) => (node: string) => node !== down

describe('Route', () => {
  it('asks all nodes in turn while it knows no leader', () => {
    const route = new Route(NODES, 1, true)
    expect([1, 2, 3, 4].map(() => route.next(all))).toEqual(['n2', 'n3', 'n1', 'n2'])
  })

  it('stays with the leader until it doubts it', () => {
    const route = new Route(NODES, 0, true)
    route.believe('n3')
    expect([route.next(all), route.next(all)]).toEqual(['n3', 'n3'])
    route.doubt('n1')
    expect(route.next(all)).toBe('n3')
    route.doubt('n3')
    expect(route.next(all)).toBe('n1')
  })

  it('passes over nodes that cannot be reached, the leader too', () => {
    const route = new Route(NODES, 0, true)
    route.believe('n1')
    expect([route.next(but('n1')), route.next(but('n1'))]).toEqual(['n2', 'n3'])
    expect(route.next(() => false)).toBe(null)
  })

  it('goes in turn, whatever it is told, when it does not follow the leader', () => {
    const route = new Route(NODES, 0, false)
    route.believe('n3')
    expect([route.next(all), route.next(all)]).toEqual(['n1', 'n2'])
  })

  it('does not believe in a leader that it does not know', () => {
    const route = new Route(NODES, 0, true)
    route.believe('n9')
    expect(route.next(all)).toBe('n1')
  })
})
