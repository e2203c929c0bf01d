import { onMounted, onUnmounted } from 'vue'
import { ARCHIVE_SUFFIX } from '../../src-shared/recording-archive'
import { useMessages } from '../stores/messages'
import { useRecording } from '../stores/recording'

/** Opens what is dropped on the window: a recording as one file. */
export function useDroppedFiles(): void {
  function accept(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }

  function open(event: DragEvent): void {
    const [file] = event.dataTransfer?.files ?? []
    if (file === undefined) return
    // The browser would leave the page for it.
    event.preventDefault()
    if (file.name.endsWith(ARCHIVE_SUFFIX)) return void useRecording().openFile(file)
    useMessages().show('error', `${file.name}: drop a ${ARCHIVE_SUFFIX} file here, a recording that Netsplit exported.`)
  }

  onMounted(() => {
    addEventListener('dragover', accept)
    addEventListener('drop', open)
  })
  onUnmounted(() => {
    removeEventListener('dragover', accept)
    removeEventListener('drop', open)
  })
}
