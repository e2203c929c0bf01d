/** Which nodes keep which key: the nodes are a ring, a hash of the key chooses where on it to begin. */
import { crc32c } from '../../../src-shared/wire/crc32c'

const encoder = new TextEncoder()

export function hashText(text: string): number {
  return crc32c(encoder.encode(text))
}

/** A range of keys: all that begin at the same node of the ring. Named by that node's place. */
export function rangeOf(key: string, nodes: number): number {
  return hashText(key) % nodes
}

/** Places of the nodes that keep the keys of a range, its first node first. */
export function replicasOf(range: number, replicas: number, nodes: number): number[] {
  return Array.from({ length: replicas }, (_, i) => (range + i) % nodes)
}

/** Whether the node at `slot` keeps the keys of the range. */
export function keeps(slot: number, range: number, replicas: number, nodes: number): boolean {
  return (slot - range + nodes) % nodes < replicas
}
