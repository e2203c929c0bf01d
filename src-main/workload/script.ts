import type { ScriptEntry } from '../../src-shared/scenario/sections/script'
import type { Load, LoadOptions } from './load'

/**
 * Invokes each operation of the script at its moment, by its client; those of before `from_us` are left out. One that is late, because
 * the cluster took long to start, is invoked at once.
 */
export function startScript(script: readonly ScriptEntry[], options: LoadOptions): Load {
  const { clients, workload, known, scheduler, from_us } = options
  const cancels = script.flatMap(({ at, client: name, operation, policy, node }, place) => {
    const client = clients.find(({ id }) => id === name)
    if (!client || at * 1000 < from_us) return []
    const target_override = { script: place, ...(policy !== undefined && { policy }), ...(node !== undefined && { node }) }
    const invoke = (): void => {
      known.invoked(operation)
      client.invoke(operation, workload, (result) => result && known.answered(operation, result), target_override)
    }
    return [scheduler.after(Math.max(0, at * 1000 - scheduler.now_us()), invoke)]
  })
  return { stop: () => cancels.forEach((cancel) => cancel()) }
}
