import { defineStore } from 'pinia'
import { messageLooks } from '../../src-shared/description/messages'
import type { MessageLooks } from '../../src-shared/description/messages'
import { MessagesAround } from '../lab/messages/messagesAround'
import type { LoadedRun } from '../lab/run/loadedRun'
import { useRun } from './run'

/** Reading on leaves the rest of a frame to drawing. */
const READ_BUDGET_MS = 4

/** The messages before and after the moment on show, and how those of the run's protocol look. */
export const useMessagesAround = defineStore('messagesAround', () => {
  const run = useRun()
  let tape: LoadedRun | null = null
  let around: MessagesAround | null = null

  function looks(): MessageLooks {
    return messageLooks(run.tape.protocol?.messages ?? [])
  }

  /** For whoever draws by frames: reads on for a few milliseconds at most. */
  function at(t_us: number): MessagesAround {
    if (around === null || tape !== run.tape) {
      tape = run.tape
      around = new MessagesAround(tape.archive, looks())
    }
    around.moveTo(t_us, performance.now() + READ_BUDGET_MS, () => performance.now())
    return around
  }

  return { looks, at }
})
