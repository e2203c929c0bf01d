import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { EndpointId } from '../../src-shared/ids'
import { loadValidSetting, saveSetting } from '../lab/browser/storedSettings'
import type { Point } from '../lab/canvas/geometry'
import { placesSettingSchema, withPlaces } from '../lab/canvas/placesSetting'
import type { Places } from '../lab/canvas/placesSetting'
import { useDisplayedRun } from './displayedRun'
import { useUndo } from './undo'

const SETTING = 'places'

/** Where somebody put nodes and chips, as fractions of the canvas; kept for each scenario between visits. */
export const usePlaces = defineStore('places', () => {
  const shown = useDisplayedRun()
  const all = shallowRef(loadValidSetting(SETTING, placesSettingSchema, {}))
  const scenario = computed(() => shown.scenario?.name ?? '')
  const own = computed(() => all.value[scenario.value] ?? {})
  const moved = computed(() => Object.keys(own.value).length > 0)

  function keep(places: Readonly<Record<EndpointId, Point>>): void {
    all.value = withPlaces(all.value, scenario.value, places)
    saveSetting(SETTING, all.value)
  }
  const put = (places: Readonly<Record<EndpointId, Point>>): void => keep({ ...own.value, ...places })
  function reset(): void {
    const before = own.value
    keep({})
    recordMove('everything back', before)
  }
  /** So that what was moved since `before` can be undone. */
  function recordMove(what: string, before: Places): void {
    const after = own.value
    const show = (places: Places) => () => Promise.resolve((keep(places), null))
    useUndo().record({ title: () => `Move ${what}`, undo: show(before), redo: show(after) })
  }

  return { own, moved, put, reset, recordMove }
})
