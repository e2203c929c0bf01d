import { onMounted, onUnmounted, watch } from 'vue'
import { useConnection } from '../stores/connection'
import { useLesson } from '../stores/lesson'
import { useLinks } from '../stores/links'
import { useRoom } from '../stores/room'

/** Opens the link in the page's address: the one that it came with, and each that is put there later. */
export function useAddressLink(): void {
  const connection = useConnection()
  const links = useLinks()
  const room = useRoom()
  const openNext = () => connection.hello !== null && !room.isParticipant && links.openAddress()
  onMounted(() => window.addEventListener('hashchange', openNext))
  onUnmounted(() => window.removeEventListener('hashchange', openNext))
  watch(
    () => connection.hello !== null,
    // Without one, a lesson that was open when the page was left goes on where it was.
    () => room.isParticipant || links.openAddress() || void useLesson().reopen(),
    { once: true }
  )
}
