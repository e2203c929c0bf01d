import { onMounted, onUnmounted, watch } from 'vue'
import type { DesktopBridge, MenuCommand, OpenedFile } from '../../src-shared/desktop-bridge'
import { EXPORT_FORMATS } from '../../src-shared/lab-api'
import { useActions } from '../stores/actions'
import { useLayout } from '../stores/layout'
import { useMessages } from '../stores/messages'
import type { Theme, View } from '../stores/layout'
import { useTour } from '../stores/tour'
import { openFile } from './useDroppedFiles'

declare global {
  interface Window {
    readonly netsplit?: DesktopBridge
  }
}

/** Follows the window's menu and tells its frame the theme; in a browser there is neither. */
export function useDesktop(): void {
  const bridge = window.netsplit
  if (!bridge) return
  const actions = useActions()
  const layout = useLayout()
  const commands: Record<MenuCommand, () => unknown> = {
    again: actions.rerun,
    stop: actions.stop,
    heal: actions.heal,
    export: () => actions.exportRun([...EXPORT_FORMATS]),
    links: () => (layout.linksOpen = true),
    'view-learn': () => show('learn'),
    'view-lab': () => show('lab'),
    'view-scenarios': () => show('scenarios'),
    'view-recordings': () => show('recordings'),
    'view-compare': () => show('compare'),
    'view-explorer': () => show('explorer'),
    'view-glossary': () => show('glossary'),
    'theme-light': () => paint('light'),
    'theme-dark': () => paint('dark'),
    'theme-projector': () => paint('projector'),
    present: () => layout.present(!layout.presenting),
    shortcuts: () => (layout.shortcutsOpen = true),
    tour: () => useTour().start()
  }
  const show = (view: View) => (layout.view = view)
  const paint = (theme: Theme) => (layout.theme = theme)

  const open = (file: OpenedFile) =>
    'error' in file ? useMessages().show('error', file.error) : openFile(new File([file.bytes as BlobPart], file.name))

  let stop = () => {}
  onMounted(() => {
    const ends = [bridge.onMenuCommand((command) => commands[command]()), bridge.onOpenedFile(open)]
    stop = () => ends.forEach((end) => end())
  })
  onUnmounted(() => stop())
  watch(
    () => layout.theme,
    (theme) => bridge.setDark(theme === 'dark'),
    { immediate: true }
  )
}
