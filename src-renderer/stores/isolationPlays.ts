import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ISOLATION_SETTINGS } from '../../src-shared/isolation/played'
import type { PlayedAnomaly, PlayedSetting } from '../../src-shared/isolation/played'
import { anomalyAt as anomalyIn } from '../../src-shared/isolation/played-text'
import { useConnection } from './connection'
import { useRoom } from './room'

/** Between two questions for the settings that are done. */
const POLL_MS = 300

/** Which isolation setting prevents which anomaly. */
export const useIsolation = defineStore('isolation', () => {
  const connection = useConnection()
  const played = shallowRef<readonly PlayedSetting[]>([])
  const playing = ref(false)
  /** The cell that is looked at. */
  const chosen = ref<{ readonly anomaly: string; readonly setting: string } | null>(null)
  const complete = computed(() => played.value.length === ISOLATION_SETTINGS.length)
  const chosenSetting = computed(() => settingOf(chosen.value?.setting))
  const chosenAnomaly = computed(() => (chosen.value ? anomalyAt(chosen.value.setting, chosen.value.anomaly) : undefined))

  function settingOf(id: string | undefined): PlayedSetting | undefined {
    return played.value.find(({ setting }) => setting === id)
  }

  function anomalyAt(setting: string, anomaly: string): PlayedAnomaly | undefined {
    return anomalyIn(played.value, setting, anomaly)
  }

  /** Has the lab play all scripts under every setting; what cannot be had ends it with a message. */
  async function play(): Promise<void> {
    if (playing.value) return
    playing.value = true
    while (!complete.value && (await fetchNew())) await new Promise((next) => setTimeout(next, POLL_MS))
    playing.value = false
  }

  async function fetchNew(): Promise<boolean> {
    // Of a participant it ends without a word when the instructor shows something else.
    const ask = useRoom().isParticipant ? connection.ask : connection.send
    const answer = await ask({ command: 'play-isolation', offset: played.value.length })
    if (!answer.ok || !answer.played) return false
    played.value = [...played.value, ...answer.played]
    return true
  }

  return { played, playing, chosen, complete, chosenSetting, chosenAnomaly, anomalyAt, play }
})
