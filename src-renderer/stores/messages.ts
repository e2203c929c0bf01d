import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface OfferedFile {
  readonly name: string
  readonly path: string
}

export interface Message {
  readonly id: number
  readonly level: 'info' | 'error'
  readonly text: string
  /** Files to fetch, shown as links. */
  readonly files: readonly OfferedFile[]
}

const SHOWN_MAX = 4
const INFO_MS = 6000

/** Short messages in a corner. Errors and offered files stay until they are dismissed. */
export const useMessages = defineStore('messages', () => {
  const messages = shallowRef<readonly Message[]>([])
  let last = 0

  function show(level: Message['level'], text: string, files: readonly OfferedFile[] = []): void {
    const id = ++last
    const others = messages.value.filter((message) => message.text !== text)
    messages.value = [...others, { id, level, text, files }].slice(-SHOWN_MAX)
    if (level === 'info' && files.length === 0) setTimeout(() => dismiss(id), INFO_MS)
  }

  function dismiss(id: number): void {
    messages.value = messages.value.filter((message) => message.id !== id)
  }

  return { messages, show, dismiss }
})
