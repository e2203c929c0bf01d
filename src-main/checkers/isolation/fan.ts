import { FREE } from './graph'
import type { GraphBuilder } from './graph'

/** Edges from somebody to every one of several transactions but itself, by a number of edges that does not depend on how many they are. */
export class Fan {
  private readonly places = new Map<number, number>()
  /** Leads to members from a place on, and up to a place. */
  private readonly onward: number[] = []
  private readonly backward: number[] = []

  constructor(
    private readonly graph: GraphBuilder,
    private readonly members: readonly number[]
  ) {
    members.forEach((member, place) => this.places.set(member, place))
    if (members.length < 2) return
    this.onward = members.map(() => graph.stopover())
    this.backward = members.map(() => graph.stopover())
    members.forEach((member, place) => {
      graph.edge(this.onward[place]!, member, FREE)
      graph.edge(this.backward[place]!, member, FREE)
      if (place > 0) graph.edge(this.onward[place - 1]!, this.onward[place]!, FREE)
      if (place > 0) graph.edge(this.backward[place]!, this.backward[place - 1]!, FREE)
    })
  }

  connect(from: number, kind: number, key: number): void {
    const { members, graph } = this
    const place = this.places.get(from)
    if (members.length === 1) return graph.edge(from, members[0]!, kind, key)
    if (place === undefined) {
      if (members.length > 0) graph.edge(from, this.onward[0]!, kind, key)
      return
    }
    if (place + 1 < members.length) graph.edge(from, this.onward[place + 1]!, kind, key)
    if (place > 0) graph.edge(from, this.backward[place - 1]!, kind, key)
  }
}
