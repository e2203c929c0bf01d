import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { THEMES as CHART_THEMES, enlargedTheme } from '../../src-shared/charts/palette'
import type { Engine } from '../../src-shared/engine'
import { loadSetting, saveSetting } from '../lab/browser/storedSettings'

export const THEMES = ['light', 'dark', 'projector'] as const
export type Theme = (typeof THEMES)[number]
export const VIEWS = ['learn', 'lab', 'scenarios', 'recordings', 'compare', 'explorer', 'glossary'] as const
export type View = (typeof VIEWS)[number]
/** What can be presented; from other views it is the lab. */
const PRESENTED: readonly View[] = ['lab', 'compare']
export const DOCK_TABS = ['charts', 'timeline', 'logs', 'messages', 'history', 'clocks'] as const
export const EXPLORER_TABS = {
  models: 'Consistency models',
  pacelc: 'Latency and availability',
  window: 'Crashes during commit',
  elections: 'Time without a leader',
  isolation: 'Isolation'
} as const
export type ExplorerTab = keyof typeof EXPLORER_TABS
export type DockTab = (typeof DOCK_TABS)[number]

function persistedRef<Value>(name: string, fallback: Value): Ref<Value> {
  const value = ref(loadSetting(name, fallback)) as Ref<Value>
  watch(value, (next) => saveSetting(name, next))
  return value
}

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** How the window is arranged; remembered between visits. */
export const useLayout = defineStore('layout', () => {
  const theme = persistedRef<Theme>('theme', systemTheme())
  const view = ref<View>('lab')
  const dockTab = persistedRef<DockTab>('dock-tab', 'charts')
  /** Percent of the height that the dock takes, and of the width that the inspector takes. */
  const dockSize = persistedRef('dock-size', 42)
  const inspectorSize = persistedRef('inspector-size', 26)
  /** What runs the scenarios; null: as each says. */
  const engine = persistedRef<Engine | null>('engine', null)
  const explorerTab = ref<ExplorerTab>('models')
  const historyView = persistedRef<'table' | 'lanes'>('history-view', 'table')
  const showClients = persistedRef('show-clients', true)
  const showMessages = persistedRef('show-messages', !matchMedia('(prefers-reduced-motion: reduce)').matches)
  /** In place of the ring of many nodes. */
  const showMatrix = ref(false)
  /** A panel of the protocol's own, by its name, in place of the cluster; null: none. */
  const enlargedPanel = ref<string | null>(null)
  /** On narrow windows the inspector is a drawer. */
  const drawerOpen = ref(false)
  const shortcutsOpen = ref(false)
  const linksOpen = ref(false)
  /** The word that somebody looked up; null: none. */
  const glossaryTerm = ref<string | null>(null)
  /** Canvas, captions and one chart fill the window, to be read from a distance. */
  const presenting = ref(false)
  /** Text, lines and nodes are drawn a step larger. */
  const large = computed(() => presenting.value || theme.value === 'projector')
  /** No text is smaller. */
  const least_px = computed(() => (presenting.value ? 14 : 12))
  const chartTheme = computed(() => {
    const normal = CHART_THEMES[theme.value]
    return presenting.value ? enlargedTheme(normal) : normal
  })

  function openGlossary(term: string): void {
    glossaryTerm.value = term
    view.value = 'glossary'
  }

  /** The view that gave way to what is presented; null: none did. */
  let replaced: View | null = null
  function present(on: boolean): void {
    presenting.value = on
    if (on && !PRESENTED.includes(view.value)) {
      replaced = view.value
      view.value = 'lab'
    } else if (!on && replaced !== null) {
      view.value = replaced
      replaced = null
    }
  }

  watch(theme, (name) => (document.documentElement.dataset.theme = name), { immediate: true })
  watch(presenting, (on) => document.documentElement.toggleAttribute('data-present', on))

  return {
    theme,
    view,
    dockTab,
    dockSize,
    inspectorSize,
    engine,
    explorerTab,
    historyView,
    showClients,
    showMessages,
    showMatrix,
    enlargedPanel,
    drawerOpen,
    shortcutsOpen,
    linksOpen,
    presenting,
    large,
    least_px,
    chartTheme,
    present,
    glossaryTerm,
    openGlossary
  }
})
