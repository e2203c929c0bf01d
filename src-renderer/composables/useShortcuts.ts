import { onMounted, onUnmounted } from 'vue'
import { useActions } from '../stores/actions'
import { useChartChoice } from '../stores/chartChoice'
import { useBeliefs } from '../stores/beliefs'
import { useConnection } from '../stores/connection'
import { DOCK_TABS, THEMES, useLayout } from '../stores/layout'
import { useLesson } from '../stores/lesson'
import { useLinks } from '../stores/links'
import { usePlayback } from '../stores/playback'
import { useRun } from '../stores/run'
import { useSelection } from '../stores/selection'
import { useDisplayedRun } from '../stores/displayedRun'
import { useUndo } from '../stores/undo'
import { useTimeTravel } from '../stores/timeTravel'

export interface Shortcut {
  /** As the browser names it; `Ctrl+` before it: with Ctrl, or with Cmd on a Mac; `Shift+` after that: with Shift. */
  readonly key: string
  readonly title: string
  run(): unknown
}

/** Keys that act anywhere in the window, except while somebody types. Shown by `?`. */
export function shortcuts(): Shortcut[] {
  const actions = useActions()
  const beliefs = useBeliefs()
  const charts = useChartChoice()
  const connection = useConnection()
  const layout = useLayout()
  const lesson = useLesson()
  const run = useRun()
  const selection = useSelection()
  const shown = useDisplayedRun()
  const travel = useTimeTravel()
  const playback = usePlayback()
  const processOf = () => run.view().cluster.nodes.get(selection.node ?? '')?.process
  const restartAll = () => actions.act({ do: 'restart-all' })
  const default_target_text = shown.defaultTarget === 'leader' ? 'the leader' : 'any node'
  const escape = () => (layout.presenting ? layout.present(false) : charts.shrink() || selection.clear())
  const stopOrStart = () => (connection.state?.phase === 'running' ? actions.stop() : actions.rerun())

  return [
    { key: 'h', title: 'Heal all links', run: actions.heal },
    { key: 'Ctrl+z', title: 'Undo what was done last', run: actions.undoLast },
    { key: 'Ctrl+Shift+z', title: 'Do again what was undone', run: useUndo().redo },
    {
      key: 'c',
      title: `Crash the selected node, or ${default_target_text}`,
      run: () => actions.crash(selection.node ?? shown.defaultTarget)
    },
    {
      key: 'r',
      title: 'Restart the selected node, or all that are down',
      run: () => (selection.node ? actions.restart(selection.node) : restartAll())
    },
    {
      key: 'f',
      title: `Freeze: pause or resume the selected node, or pause ${default_target_text}`,
      run: () =>
        selection.node && processOf() === 'paused'
          ? actions.resume(selection.node)
          : actions.pause(selection.node ?? shown.defaultTarget)
    },
    {
      key: 'x',
      title: `Cut off the selected nodes, or ${default_target_text}`,
      run: () => (selection.nodes.length > 0 ? actions.cutOff(selection.nodes) : actions.isolate([shown.defaultTarget]))
    },
    { key: 'b', title: 'What the selected node believes, or what is true', run: beliefs.toggle },
    { key: 's', title: 'Stop or start the run', run: stopOrStart },
    { key: ',', title: 'One event back', run: () => travel.step(-1) },
    { key: '.', title: 'One event on', run: () => travel.past && travel.step(1) },
    { key: '[', title: 'To the bookmark before', run: () => travel.jump(-1) },
    { key: ']', title: 'To the next bookmark', run: () => travel.past && travel.jump(1) },
    { key: 'k', title: 'Play the past, or hold still', run: playback.toggle },
    { key: 'w', title: 'Slow motion, from this moment on', run: playback.slowMotion },
    { key: 'v', title: 'Replay the last fault', run: playback.replayLastFault },
    { key: ';', title: 'To the next message', run: () => travel.past && playback.nextMessage() },
    { key: "'", title: 'To the next change of role', run: () => travel.past && playback.nextChange() },
    { key: 'n', title: 'Back to now, or to the end', run: travel.live },
    { key: 'y', title: 'Copy a link to the moment on show', run: useLinks().copy },
    { key: 'm', title: 'Moving messages on or off', run: () => (layout.showMessages = !layout.showMessages) },
    { key: 'l', title: 'Clients on or off', run: () => (layout.showClients = !layout.showClients) },
    { key: 't', title: 'Next theme', run: () => (layout.theme = THEMES[(THEMES.indexOf(layout.theme) + 1) % THEMES.length]!) },
    ...DOCK_TABS.map((tab, i) => ({ key: String(i + 1), title: `Show ${tab}`, run: () => (layout.dockTab = tab) })),
    { key: 'PageDown', title: 'Next step of the lesson', run: () => isFocusFree() && lesson.next() },
    { key: 'PageUp', title: 'Step of the lesson before', run: () => isFocusFree() && lesson.back() },
    { key: 'p', title: 'Present on a projector, or end it', run: () => layout.present(!layout.presenting) },
    { key: 'Escape', title: 'End presenting, enlarged chart back, or select nothing', run: escape }
  ]
}

/** Binds the keys while the component lives; `?` opens and closes the sheet that shows them. */
export function useShortcuts(): void {
  const layout = useLayout()
  const known = new Map(shortcuts().map((shortcut) => [shortcut.key, shortcut]))

  function press(event: KeyboardEvent): void {
    if (event.altKey || event.defaultPrevented || takesText(event.target)) return
    const held = event.ctrlKey || event.metaKey ? `Ctrl+${event.shiftKey ? 'Shift+' : ''}` : ''
    const key = held === '' ? event.key : held + event.key.toLowerCase()
    if (key === '?') layout.shortcutsOpen = !layout.shortcutsOpen
    else known.get(key)?.run()
  }

  onMounted(() => window.addEventListener('keydown', press))
  onUnmounted(() => window.removeEventListener('keydown', press))
}

/** Elsewhere these keys scroll what has the focus. */
function isFocusFree(): boolean {
  const { activeElement } = document
  return (
    activeElement === null || activeElement === document.body || activeElement.closest('[data-testid=lesson-player]') !== null
  )
}

/** Menus take letters to find their items, so they count as well. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox]') !== null
  )
}
