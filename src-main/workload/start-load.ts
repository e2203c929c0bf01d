import type { Cancel } from '../../src-shared/scheduler'
import { exponential, startPoissonArrivals } from './arrivals'
import type { Client } from './client'
import { createGenerator } from './generator'
import type { Generator } from './generator'
import { createKeyPicker } from './keys'
import type { Load, LoadOptions } from './load'
import { startScript } from './script'

/** Starts the workload's loop over its clients (at once: `workload.start` is the caller's affair). */
export function startLoad(options: LoadOptions): Load {
  const { clients, workload, random, known } = options
  if (workload.script) return startScript(workload.script, options)
  const pickKey = createKeyPicker(workload.keys)
  const sources = clients.map((client): Source => {
    return { client, generate: createGenerator(client.id, workload, pickKey, known, random(`${client.id}/operations`)) }
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
  const pauses = new Map<Client, Cancel>()
  let stopped = false
  for (const source of sources) {
    const random = options.random(`${source.client.id}/think`)
    // Operations of one client that touch in a microsecond would count as concurrent.
    const pause_us = () => Math.max(1, exponential(options.workload.think_time * 1000, random))
    const next = () => invokeNext(source, options, think)
    const think = () => {
      if (!stopped) pauses.set(source.client, options.scheduler.after(pause_us(), next))
    }
    // A first pause keeps clients from starting in step; without one there is nothing to wait for.
    if (options.workload.think_time > 0) think()
    else next()
  }
  return {
    stop() {
      stopped = true
      for (const cancel of pauses.values()) cancel()
    }
  }
}

/** Operations start when they are due, whatever is still open: a random client each, which leaves every client Poisson too. */
function startOpenLoop(sources: readonly Source[], options: LoadOptions): Load {
  const { workload, random, scheduler, onNotStarted } = options
  if (sources.length === 0) return { stop() {} }
  const choose = random('open-loop/client')
  const arrive = () => {
    const source = sources[Math.floor(choose() * sources.length)]!
    if (source.client.open_count >= workload.open_max) onNotStarted(source.client)
    else invokeNext(source, options, () => {})
  }
  const stop = startPoissonArrivals(workload.rate_per_s, scheduler, random('open-loop/arrivals'), arrive)
  return { stop }
}
