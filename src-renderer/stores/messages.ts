import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Message {
  readonly id: number
  readonly level: 'info' | 'error'
  readonly text: string
  /** A file to fetch, shown as a link. */
  readonly href?: string
}

const SHOWN_MAX = 4
const INFO_MS = 6000

/** Short messages in a corner. Errors stay until they are dismissed. */
export const useMessages = defineStore('messages', () => {
  const messages = shallowRef<readonly Message[]>([])
  let last = 0

  function show(level: Message['level'], text: string, href?: string): void {
    const id = ++last
    const others = messages.value.filter((message) => message.text !== text)
    messages.value = [...others, { id, level, text, href }].slice(-SHOWN_MAX)
    if (level === 'info' && !href) setTimeout(() => dismiss(id), INFO_MS)
  }

  function dismiss(id: number): void {
    messages.value = messages.value.filter((message) => message.id !== id)
  }

  return { messages, show, dismiss }
})
