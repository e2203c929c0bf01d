/** Which messages a correct peer could have sent. */
import { fieldsOf, isBelow, isCount, isHybridTime, isInteger, isListOf, isText, isUndeclared } from '../kit/well-formed'
import { GENERATIONS_MAX } from '../numbered-updates/origins'
import type { HlcMessage, Versions } from './messages'

/** `client:op` */
const OPERATION = /:\d{1,15}$/

/** `nodes`: how many there are. */
export function isWellFormed(message: HlcMessage, nodes: number): boolean {
  switch (message.type) {
    case 'versions':
      return isVersions(message, nodes)
    case 'have':
      return isVector(message.seen, nodes) && isHybridTime(message.sent_at)
    default:
      return isUndeclared(message)
  }
}

function isVersions({ origin, after, upto, versions, closed, horizon_us, sent_at }: Versions, nodes: number): boolean {
  return (
    isBelow(origin, nodes * GENERATIONS_MAX) &&
    isCount(after) &&
    isCount(upto) &&
    after <= upto &&
    isListOf(versions, (version) => isVersion(version, { origin, after, upto }, nodes)) &&
    isHybridTime(closed) &&
    isInteger(horizon_us) &&
    isHybridTime(sent_at)
  )
}

function isVersion(version: unknown, range: Pick<Versions, 'origin' | 'after' | 'upto'>, nodes: number): boolean {
  const { origin, n, key, value, operation, stamp, seen } = fieldsOf(version)
  return (
    origin === range.origin &&
    isCount(n) &&
    n > range.after &&
    n <= range.upto &&
    isText(key) &&
    (value === null || isText(value)) &&
    isText(operation) &&
    OPERATION.test(operation) &&
    isHybridTime(stamp) &&
    isVector(seen, nodes)
  )
}

function isVector(value: unknown, nodes: number): boolean {
  return isListOf(value, isCount) && value.length >= nodes && value.length <= nodes * GENERATIONS_MAX
}
