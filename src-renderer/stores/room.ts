import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Place, RoomDesk, RoomRequest, RoomSelf, RoomState } from '../../src-shared/room/room-api'
import type { LabLink, RoomListener } from '../lab/browser/labLink'
import { useMessages } from './messages'

/** The room that the lab is open to: who this page is for, who acts, where the instructor is, what is voted on. */
export const useRoom = defineStore('room', () => {
  const self = shallowRef<RoomSelf | null>(null)
  const state = shallowRef<RoomState | null>(null)
  const place = shallowRef<Place | null>(null)
  const desk = shallowRef<RoomDesk | null>(null)
  /** When the time of whoever acts is over, on this page's clock; null: no time was set. */
  const acting_until_ms = shallowRef<number | null>(null)
  /** Whether this lab can be opened to a room at all. */
  const possible = shallowRef(false)
  let link: LabLink | null = null

  const isParticipant = computed(() => self.value?.role === 'participant')
  const isOpen = computed(() => state.value?.open === true)
  const acting = computed(() => state.value?.acting?.participant ?? null)
  const isActing = computed(() => acting.value !== null && acting.value === self.value?.number)
  /** The instructor always may; of the participants the one who is let. */
  const mayAct = computed(() => !isParticipant.value || isActing.value)
  const handUp = computed(() => state.value?.hands.includes(self.value?.number ?? -1) === true)

  const listener: RoomListener = {
    onState(next) {
      state.value = next
      const left_ms = next.acting?.left_ms ?? null
      acting_until_ms.value = left_ms === null ? null : performance.now() + left_ms
    },
    onPlace: (next) => (place.value = next),
    onSelf: (next) => (self.value = next),
    onDesk: (next) => (desk.value = next)
  }

  function attach(to: LabLink): void {
    link = to
    possible.value = to.askRoom !== undefined
  }

  /** Asks the room for something; why it cannot be becomes a message on screen. */
  async function ask(request: RoomRequest): Promise<boolean> {
    const error = await errorOf(request)
    if (error !== null) useMessages().show('error', error)
    return error === null
  }
  async function errorOf(request: RoomRequest): Promise<string | null> {
    if (!link?.askRoom || !link.connected) return 'Not connected to the lab: nothing was done. Reconnecting…'
    try {
      const answer = await link.askRoom(request)
      return answer.ok ? null : answer.error
    } catch {
      return 'The lab did not answer in time.'
    }
  }

  return {
    self,
    state,
    place,
    desk,
    acting_until_ms,
    possible,
    isParticipant,
    isOpen,
    acting,
    isActing,
    mayAct,
    handUp,
    listener,
    attach,
    ask
  }
})
