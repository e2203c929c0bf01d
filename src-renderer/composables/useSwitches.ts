import { computed } from 'vue'
import { useRun } from '../stores/run'
import { useDisplayedRun } from '../stores/displayedRun'

/** The deliberate bugs that are on in the run on screen, by their declared names. */
export function useSwitches() {
  const run = useRun()
  const shown = useDisplayedRun()
  const described = (name: string) => shown.protocol?.switches.find((one) => one.name === name)
  const titleOf = (name: string) => described(name)?.title ?? name
  const explanationOf = (name: string) => described(name)?.explanation ?? name

  /** On in every node. */
  const everywhere = computed(() => {
    const nodes = [...run.view().cluster.nodes.values()]
    return (nodes[0]?.switches ?? []).filter((name) => nodes.every(({ switches }) => switches.includes(name)))
  })

  return { everywhere, titleOf, explanationOf }
}
