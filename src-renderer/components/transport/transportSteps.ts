import { ChevronLeft, ChevronRight, Crown, Link, Mail, Pause, Play, Rewind, SkipBack, SkipForward, Turtle } from 'lucide-vue-next'
import { computed } from 'vue'
import type { Component } from 'vue'
import { useLinks } from '../../stores/links'
import { usePlayback } from '../../stores/playback'
import { useRun } from '../../stores/run'
import { useTimeTravel } from '../../stores/timeTravel'

/** A way to another moment of the run, or for others to the one on show, as a button or as an entry of a menu. */
export interface TransportStep {
  /** The button's test id. */
  readonly id: string
  readonly title: string
  /** What there is to add where there is room. */
  readonly note?: string
  readonly key: string
  readonly icon: Component
  readonly disabled: boolean
  run(): unknown
}

/** `near`: from event to event, always in sight. `far`: to what is sought, in a menu where there is no room. */
export function useTransportSteps() {
  const run = useRun()
  const travel = useTimeTravel()
  const playback = usePlayback()
  const links = useLinks()
  const empty = computed(() => run.view().fold.events === 0)

  const near = computed((): TransportStep[] => {
    const at_end = !travel.past
    const play = travel.playing ? 'Hold still' : travel.past ? 'Play from here' : 'Play from the start'
    return [
      step('bookmark-before', 'To the bookmark before', '[', SkipBack, empty.value, () => travel.jump(-1)),
      step('step-back', 'One event back', ',', ChevronLeft, empty.value, () => travel.step(-1)),
      step('play', play, 'K', travel.playing ? Pause : Play, empty.value, playback.toggle),
      step('step-on', 'One event on', '.', ChevronRight, at_end, () => travel.step(1)),
      step('bookmark-after', 'To the next bookmark', ']', SkipForward, at_end, () => travel.jump(1))
    ]
  })
  const far = computed((): TransportStep[] => {
    const fault = playback.lastFault
    return [
      step('next-message', 'To the next message', ';', Mail, !travel.past, playback.nextMessage),
      step('next-change', 'To the next change of role', "'", Crown, !travel.past, playback.nextChange),
      step('slow-motion', 'Slow motion', 'W', Turtle, empty.value, playback.slowMotion, 'from this moment on'),
      step(
        'replay-fault',
        'Replay the last fault',
        'V',
        Rewind,
        !fault,
        playback.replayLastFault,
        fault?.label ?? 'there is none'
      ),
      step(
        'link-to-moment',
        travel.past ? 'Copy a link to this moment' : 'Copy a link to this run',
        'Y',
        Link,
        empty.value,
        links.copy
      )
    ]
  })
  return { near, far }
}

function step(
  id: string,
  title: string,
  key: string,
  icon: Component,
  disabled: boolean,
  run: () => unknown,
  note?: string
): TransportStep {
  return { id, title, key, icon, disabled, run, ...(note !== undefined && { note }) }
}
