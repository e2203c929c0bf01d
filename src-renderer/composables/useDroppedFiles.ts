import { onMounted, onUnmounted } from 'vue'
import { ARCHIVE_SUFFIX } from '../../src-shared/recording-archive'
import { useMessages } from '../stores/messages'
import { useOwnScenarios } from '../stores/ownScenarios'
import { useRecording } from '../stores/recording'

/** Opens a file that somebody dropped on the window, or opened with the program: a scenario, to be looked at first, or a recording as one file. */
export function openFile(file: File): void {
  if (/\.ya?ml$/i.test(file.name)) return void useOwnScenarios().takeFile(file)
  if (file.name.endsWith(ARCHIVE_SUFFIX)) return void useRecording().openFile(file)
  useMessages().show(
    'error',
    `${file.name}: drop a scenario here (.yaml), or a recording that Netsplit exported (${ARCHIVE_SUFFIX}).`
  )
}

/** Opens what is dropped on the window. */
export function useDroppedFiles(): void {
  function accept(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }

  function open(event: DragEvent): void {
    const [file] = event.dataTransfer?.files ?? []
    if (file === undefined) return
    // The browser would leave the page for it.
    event.preventDefault()
    openFile(file)
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
