import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useMessages } from './messages'
import { onRunChange } from './onRunChange'

/** Something that somebody did and may take back. */
export interface Step {
  /** As it stands now: "Cut n1 ↔ n2". */
  title(): string
  /** Answer why it could not be done; null: it was. */
  undo(): Promise<string | null>
  redo(): Promise<string | null>
  /** What taking it back does not change; absent: nothing. */
  readonly stays?: string
}

const STEPS_MAX = 100
/** How long the newest step is offered for taking back. */
const OFFERED_MS = 6000

/** What was done to the run on screen, in order, to be taken back and done again. */
export const useUndo = defineStore('undo', () => {
  const past = shallowRef<readonly Step[]>([])
  const future = shallowRef<readonly Step[]>([])
  /** The step that has just been done; null once it was offered for long enough. */
  const offered = shallowRef<Step | null>(null)
  const newest = computed(() => past.value.at(-1) ?? null)
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined

  onRunChange(() => {
    past.value = future.value = []
    offered.value = null
  })

  function record(step: Step): void {
    past.value = [...past.value, step].slice(-STEPS_MAX)
    future.value = []
    offer(step)
  }

  function offer(step: Step | null): void {
    offered.value = step
    clearTimeout(timer)
    if (step) timer = setTimeout(() => (offered.value = null), OFFERED_MS)
  }

  /** Takes the newest step back. What cannot be taken back is said and left out from then on. */
  async function undo(): Promise<void> {
    const step = newest.value
    if (!step || busy) return
    const why_not = await alone(() => step.undo())
    past.value = past.value.filter((other) => other !== step)
    offer(null)
    if (why_not === null) future.value = [...future.value, step]
    useMessages().show('info', why_not ?? sentence('Undone', step, step.stays))
  }

  async function redo(): Promise<void> {
    const step = future.value.at(-1)
    if (!step) return useMessages().show('info', 'Nothing was undone: there is nothing to do again.')
    if (busy) return
    const why_not = await alone(() => step.redo())
    future.value = future.value.filter((other) => other !== step)
    if (why_not === null) past.value = [...past.value, step]
    useMessages().show('info', why_not ?? sentence('Done again', step))
  }

  async function alone(work: () => Promise<string | null>): Promise<string | null> {
    busy = true
    try {
      return await work()
    } finally {
      busy = false
    }
  }

  return { newest, offered, record, undo, redo }
})

function sentence(what: string, step: Step, more?: string): string {
  return `${what}: ${step.title()}.${more === undefined ? '' : ` ${more}`}`
}
