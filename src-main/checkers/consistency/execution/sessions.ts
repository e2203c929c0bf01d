/**
 * Which operations a client made one after the other. A client whose operations overlap (open loop) counts as several *lanes*, in
 * each of which an operation ends before the next begins; a lane is what the models call a session. An operation of unknown
 * outcome comes after those that ended before it, and before none: it may take effect at any later time.
 */
import type { RecordedOperation } from '../../../workload/history'

/** Position of an operation: after every operation of its lane that has a lower slot and has ended. */
export interface LanePosition {
  readonly lane: number
  readonly slot: number
}

interface Lane {
  readonly lane: number
  end_us: number
  length: number
}

/** Places of the operations, which are in the order of invocation. Operations that touch in time overlap. */
export function assignLanes(operations: readonly RecordedOperation[]): LanePosition[] {
  const lanes = new Map<string, Lane[]>()
  let count = 0
  return operations.map(({ client, invoked_us, completed_us }) => {
    let own = lanes.get(client)
    if (!own) lanes.set(client, (own = []))
    let lane = latestEnded(own, invoked_us)
    if (!lane) {
      lane = { lane: count++, end_us: -1, length: 0 }
      // An open operation leaves the lane to others.
      own.push(lane)
    }
    const place = { lane: lane.lane, slot: lane.length }
    if (completed_us !== null) {
      lane.end_us = completed_us
      lane.length++
    }
    return place
  })
}

function latestEnded(lanes: readonly Lane[], invoked_us: number): Lane | undefined {
  let best: Lane | undefined
  for (const lane of lanes) if (lane.end_us < invoked_us && (!best || lane.end_us > best.end_us)) best = lane
  return best
}
