import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { chartsFor } from '../../src-shared/charts'
import type { ChartDefinition } from '../../src-shared/charts/definition'
import { loadSetting, saveSetting } from '../lab/browser/storedSettings'
import { arrangeCharts, choiceFor, firstCharts, readChoices, withChoice } from '../lab/charts/chartChoice'
import type { ChartChoice } from '../lab/charts/chartChoice'
import { useDisplayedRun } from './displayedRun'
import { useRun } from './run'

const SETTING = 'charts'

/** Which charts are in the dock and beside the canvas, for the scenario on show. */
export const useChartChoice = defineStore('chartChoice', () => {
  const displayed = useDisplayedRun()
  const remembered = shallowRef(readChoices(loadSetting<unknown>(SETTING, [])))
  watch(remembered, (choices) => saveSetting(SETTING, choices))
  /** Height that the dock's charts share, in font sizes. */
  const room_em = ref(0)

  const all = computed(() => chartsFor(displayed.definition))
  /** Names only, so that the list changes rarely. */
  const ids = computed(() => {
    const { fold } = useRun().view()
    const applying = all.value.filter((chart) => chart.applies(fold))
    return applying.map(({ id }) => id).join()
  })
  const available = computed(() => chartsNamed(ids.value.split(',')))
  const scenario = computed(() => displayed.scenario?.name ?? '')
  const choice = computed(() => choiceFor(remembered.value, scenario.value))
  const first = computed(() =>
    firstCharts(available.value, displayed.scenario?.charts, displayed.definition?.charts ?? [], displayed.clients.length > 0)
  )
  const arranged = computed(() =>
    arrangeCharts(
      available.value.map(({ id }) => id),
      first.value,
      choice.value,
      room_em.value
    )
  )
  const enlarged = computed(() => chartNamed(choice.value.enlarged))
  const shown = computed(() => (enlarged.value ? [enlarged.value] : chartsNamed(arranged.value.shown)))
  const others = computed(() => chartsNamed(arranged.value.others))
  const beside = computed(() => chartNamed(choice.value.beside))
  const presented = computed(() => chartNamed(choice.value.presented) ?? chartNamed(first.value[0] ?? null))

  function chartsNamed(names: readonly string[]): ChartDefinition[] {
    return names.flatMap((name) => all.value.find(({ id }) => id === name) ?? [])
  }
  function chartNamed(name: string | null): ChartDefinition | null {
    return available.value.find(({ id }) => id === name) ?? null
  }
  function choose(change: Partial<ChartChoice>): void {
    remembered.value = withChoice(remembered.value, scenario.value, { ...choice.value, ...change })
  }

  /** Puts it below those in the dock. */
  function add(id: string): void {
    choose({ shown: [...arranged.value.shown, id], enlarged: null })
  }
  function remove(id: string): void {
    const { pinned } = choice.value
    choose({
      shown: arranged.value.shown.filter((one) => one !== id),
      enlarged: null,
      pinned: pinned === id ? null : pinned
    })
  }
  function togglePin(id: string): void {
    choose({ shown: [...arranged.value.shown], pinned: choice.value.pinned === id ? null : id })
  }
  function toggleEnlarged(id: string): void {
    choose({ enlarged: choice.value.enlarged === id ? null : id })
  }
  /** False: none was enlarged. */
  function shrink(): boolean {
    if (enlarged.value === null) return false
    choose({ enlarged: null })
    return true
  }
  function putBeside(id: string): void {
    choose({ beside: id, enlarged: null })
  }
  function present(id: string): void {
    choose({ presented: id })
  }
  function putBack(): void {
    choose({ beside: null })
  }

  return {
    room_em,
    available,
    presented,
    present,
    choice,
    shown,
    others,
    enlarged,
    beside,
    add,
    remove,
    togglePin,
    toggleEnlarged,
    shrink,
    putBeside,
    putBack
  }
})
