/** A choice of N, R and W in words, with the nodes at which it shows: for the screen and the report. */
import type { NodeId } from '../../ids'
import type { OverlapDescription, Parameters, ProtocolDescription } from '../../description/protocol-description'
import { quorumOverlap } from './overlap'
import { listOf } from '../../text/list-text'

export interface QuorumChoice {
  readonly n: number
  readonly r: number
  readonly w: number
}

/** What a cluster runs with; `waived`: writes count on nodes that no read asks. */
export interface RunningQuorum extends QuorumChoice {
  readonly waived: boolean
}

/** N, R and W of a cluster whose protocol declares them. `given`: the parameters that its scenario sets. */
export function runningQuorum(
  { overlap, parameters }: Pick<ProtocolDescription, 'overlap' | 'parameters'>,
  given: Parameters
): RunningQuorum | null {
  if (overlap === undefined) return null
  const valueOf = (role: keyof OverlapDescription) => {
    const name = overlap[role]
    return name === undefined ? undefined : (given[name] ?? parameters[name]?.default)
  }
  const n = Number(valueOf('n'))
  return { n, r: Math.min(n, Number(valueOf('r'))), w: Math.min(n, Number(valueOf('w'))), waived: valueOf('waived_by') === true }
}

/** Replicas of a key under the names of the cluster's nodes, made up beyond those. */
export function replicaNames(nodes: readonly NodeId[], n: number): NodeId[] {
  return Array.from({ length: n }, (_, i) => nodes[i] ?? `n${i + 1}`)
}

/** The write and the read that have the fewest replicas in common. */
export interface WorstPair {
  readonly written: readonly NodeId[]
  readonly asked: readonly NodeId[]
  readonly shared: readonly NodeId[]
}

/** Of these replicas the first W acknowledge the write, and the last R answer the read. */
export function worstPair(replicas: readonly NodeId[], r: number, w: number): WorstPair {
  const written = replicas.slice(0, w)
  const asked = replicas.slice(replicas.length - r)
  return { written, asked, shared: written.filter((node) => asked.includes(node)) }
}

/** Beyond these an example names too many nodes to be read. */
const NAMED_MAX = 7

/** What the choice promises, and what it costs. */
export function overlapText({ n, r, w }: QuorumChoice, nodes: readonly NodeId[]): string[] {
  const { overlap, strict, writes_overlap, read_failures, write_failures } = quorumOverlap(n, r, w)
  return [
    strict
      ? `W + R = ${w + r} > N = ${n}: every read asks at least ${replicas(overlap)} that acknowledged the latest write.`
      : `W + R = ${w + r} ≤ N = ${n}: a read may ask none of the replicas that acknowledged the latest write.`,
    ...(n <= NAMED_MAX ? [pairText(worstPair(replicaNames(nodes, n), r, w))] : []),
    writes_overlap
      ? `2 W = ${2 * w} > N: any two writes meet on at least ${replicas(2 * w - n)}.`
      : `2 W = ${2 * w} ≤ N: two writes at a time may go to different replicas, and neither learns of the other.`,
    read_failures === write_failures
      ? `Reads and writes go on with ${down(read_failures)}.`
      : `Reads go on with ${down(read_failures)}, writes with ${down(write_failures)}.`
  ]
}

/** What else a reader of the table must know. */
export function waivedText(title: string): string {
  return `“${title}” is on: such a write need not be on any replica that a read asks, so the table holds only while all N answer.`
}

function pairText({ written, asked, shared }: WorstPair): string {
  const met = shared.length === 0 ? 'none did both, the read may miss the write' : `${listOf(shared)} did both`
  return `At worst ${listOf(written)} acknowledged the write and ${listOf(asked)} answer${asked.length === 1 ? 's' : ''} the read: ${met}.`
}

function replicas(count: number): string {
  return count === 1 ? '1 replica' : `${count} replicas`
}

function down(count: number): string {
  return count === 0 ? 'no replica down' : `up to ${replicas(count)} down`
}
