import type { ScriptEntry } from '../../src-shared/scenario/schema'
import type { Load, LoadOptions } from './load'

/** Invokes each operation of the script at its moment, by its client; those whose moment is over are left out. */
export function startScript(script: readonly ScriptEntry[], { clients, workload, known, scheduler }: LoadOptions): Load {
  const cancels = script.flatMap(({ at, client: name, operation, policy, node }, place) => {
    const client = clients.find(({ id }) => id === name)
    const wait_us = at * 1000 - scheduler.now_us()
    if (!client || wait_us < 0) return []
    const wish = { script: place, ...(policy !== undefined && { policy }), ...(node !== undefined && { node }) }
    const invoke = (): void => {
      known.invoked(operation)
      client.invoke(operation, workload, (result) => result && known.answered(operation, result), wish)
    }
    return [scheduler.after(wait_us, invoke)]
  })
  return { stop: () => cancels.forEach((cancel) => cancel()) }
}
