import type { Workload } from '../../src-shared/scenario/schema'
import { createRandom } from '../../src-shared/random'
import { exponential, startPoissonArrivals } from './arrivals'
import type { Client } from './client'
import { createGenerator } from './generator'
import type { Generator } from './generator'
import { createKeyPicker } from './keys'
import type { KnownValues } from './known-values'

/** A workload being carried out; it ends by `stop`. */
export interface Load {
  /** Invokes nothing more. What is open stays open. */
  stop(): void
}

export interface LoadOptions {
  readonly clients: readonly Client[]
  readonly workload: Workload
  readonly seed: number
  readonly known: KnownValues
  readonly now_us: () => number
  /** Open loop: an operation was due on this client, and too many were open. */
  readonly onNotStarted: (client: Client) => void
}

/** Starts the workload's loop over its clients (at once: `workload.start` is the caller's affair). */
export function startLoad(options: LoadOptions): Load {
  const { clients, workload, seed, known } = options
  const pickKey = createKeyPicker(workload.keys)
  const sources = clients.map((client): Source => {
    const random = createRandom(seed, `${client.id}/operations`)
    return { client, generate: createGenerator(client.id, workload, pickKey, known, random) }
  })
  return workload.loop === 'closed' ? startClosedLoop(sources, options) : startOpenLoop(sources, options)
}

interface Source {
  readonly client: Client
  readonly generate: Generator
}

/** One operation of this client; false when the mix is empty. */
function invokeNext({ client, generate }: Source, { workload, known }: LoadOptions, then: () => void): boolean {
  const operation = generate(client.upcoming_op)
  if (!operation) return false
  known.invoked(operation)
  client.invoke(operation, workload, (result) => {
    if (result) known.answered(operation, result)
    then()
  })
  return true
}

/** Each client has one operation open, and thinks between two. */
function startClosedLoop(sources: readonly Source[], options: LoadOptions): Load {
  const timers = new Map<Client, NodeJS.Timeout>()
  let stopped = false
  for (const source of sources) {
    const random = createRandom(options.seed, `${source.client.id}/think`)
    const pause = () => Math.round(exponential(options.workload.think, random))
    const next = () => invokeNext(source, options, think)
    const think = () => {
      if (!stopped) timers.set(source.client, setTimeout(next, pause()))
    }
    // A first pause keeps clients from starting in step; without one there is nothing to wait for.
    if (options.workload.think > 0) think()
    else next()
  }
  return {
    stop() {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }
}

/** Operations start when they are due, whatever is still open: a random client each, which leaves every client Poisson too. */
function startOpenLoop(sources: readonly Source[], options: LoadOptions): Load {
  const { workload, seed, now_us, onNotStarted } = options
  if (sources.length === 0) return { stop() {} }
  const choose = createRandom(seed, 'open-loop/client')
  const arrive = () => {
    const source = sources[Math.floor(choose() * sources.length)]!
    if (source.client.open_count >= workload.open_max) onNotStarted(source.client)
    else invokeNext(source, options, () => {})
  }
  const stop = startPoissonArrivals(workload.rate_per_s, now_us, createRandom(seed, 'open-loop/arrivals'), arrive)
  return { stop }
}
