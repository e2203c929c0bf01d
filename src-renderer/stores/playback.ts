import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { isOfNote, lookOf } from '../../src-shared/description/messages'
import type { EventOf, LabEvent } from '../../src-shared/events'
import type { MessagesAround } from '../lab/messages/messagesAround'
import { beatAt, momentAfter, paceOf } from '../lab/messages/pace'
import type { ChosenPace, Pace } from '../lab/messages/pace'
import { stretchOf } from '../lab/messages/replay'
import { useMessagesAround } from './messagesAround'
import { useRun } from './run'
import { useSelection } from './selection'
import { useTimeTravel } from './timeTravel'

/** Where the system asks for less motion, what is played goes from one moment to the next instead, so often. */
const STILL_MS = 1000
/** Whoever slows down what goes on begins with what they have just seen. */
const BEHIND_US = 300_000
/** Events looked through for the next one of a sort. */
const SEARCHED_MAX = 200_000

/** Plays the run's past: at a chosen pace, or at one that lets every message be seen; and steps from one to the next. */
export const usePlayback = defineStore('playback', () => {
  const run = useRun()
  const travel = useTimeTravel()
  const surroundings = useMessagesAround()
  const selection = useSelection()
  const chosen = shallowRef<ChosenPace>('auto')
  /** Run seconds per second right now. */
  const pace = shallowRef<Pace>(1)
  /** What is replayed, in a few words; null: nothing. */
  const replayed = shallowRef<string | null>(null)
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  let end_us = Infinity
  let still_ms = 0

  /** The last fault that can still be replayed with its messages. */
  const lastFault = computed(() => {
    void run.version
    const fault = run.tape.head.fold.cards.cards.at(-1)?.interval
    return fault && fault.start_us >= (run.tape.archive.without_messages?.t_us ?? 0) ? fault : null
  })

  /** Plays from the moment on show; from the newest state: from the start. */
  function play(): void {
    begin(travel.moment?.t_us ?? 0, Infinity, null)
  }
  /** Follows the run more slowly than it goes, from now or from the moment on show. */
  function slowMotion(): void {
    if (chosen.value !== 'auto' && chosen.value >= 1) chosen.value = 'auto'
    begin(travel.moment?.t_us ?? Math.max(0, run.tape.head.cluster.now_us - BEHIND_US), Infinity, null)
  }
  /** From just before the last fault to the end of what it did. */
  function replayLastFault(): void {
    const fault = lastFault.value
    if (fault === null) return
    const { head } = run.tape
    const troubles = head.fold.declared.flatMap(({ fold, state }) => [...(fold.spans?.spans(state) ?? [])])
    const { from_us, to_us } = stretchOf(fault, troubles, head.cluster.now_us)
    chosen.value = 'auto'
    begin(from_us, to_us, fault.label)
  }
  function toggle(): void {
    if (travel.playing) travel.stopPlayback()
    else play()
  }
  /** A slower pace than real time, chosen while the run is followed, follows it at that pace from now on. */
  function choose(next: ChosenPace): void {
    chosen.value = next
    if (!travel.past && (next === 'auto' || next < 1)) slowMotion()
  }

  function begin(from_us: number, to_us: number, title: string | null): void {
    travel.moveOn(from_us, advance)
    end_us = to_us
    replayed.value = title
    still_ms = 0
  }

  function advance(t_us: number, passed_ms: number): number | null {
    const next_us = nextMoment(t_us, passed_ms)
    if (next_us < end_us) return next_us
    replayed.value = null
    travel.goToTime(end_us)
    return null
  }

  function nextMoment(t_us: number, passed_ms: number): number {
    if (chosen.value !== 'auto' && !still.matches) {
      pace.value = chosen.value
      return t_us + passed_ms * 1000 * chosen.value
    }
    const around = surroundings.at(t_us)
    // Until it is known what follows, time waits.
    if (!around.ready) return t_us
    if (still.matches) return nextStill(t_us, passed_ms, around)
    const now = beat(t_us, around)
    pace.value = paceOf(t_us, now)
    return momentAfter(t_us, passed_ms, pace.value, now)
  }

  /** In a replay the traffic does not count; elsewhere heartbeats do where there is nothing else. */
  function beat(t_us: number, around: MessagesAround) {
    if (end_us < Infinity) return beatAt(t_us, around, (message) => around.isTelling(message))
    const found = beatAt(t_us, around, (message) => around.isOfNote(message))
    return found.flight_us === null && found.next_us === null ? beatAt(t_us, around, () => true) : found
  }

  /** From the middle of one flight to that of the next. */
  function nextStill(t_us: number, passed_ms: number, around: MessagesAround): number {
    still_ms += passed_ms
    if (still_ms < STILL_MS) return t_us
    still_ms = 0
    const { next_us } = beat(t_us, around)
    return next_us ?? t_us + STILL_MS * 1000
  }

  /** Stands where the next message sets out, with that message selected. */
  function nextMessage(): void {
    const event = nextEvent(isMessageOfNote)
    if (event === null) return travel.live()
    travel.goTo(event.seq)
    selection.selectMessage({ from: event.from, to: event.to, boot: event.boot, n: event.n })
  }
  /** Stands at the next change of a node's role. */
  function nextChange(): void {
    const event = nextEvent((event): event is EventOf<'role'> => event.kind === 'role')
    if (event === null) travel.live()
    else travel.goTo(event.seq)
  }

  function nextEvent<Event extends LabEvent>(isWanted: (event: LabEvent) => event is Event): Event | null {
    const { archive, head_seq } = run.tape
    let searched = 0
    for (const event of archive.after(travel.moment?.seq ?? head_seq)) {
      if (event.seq > head_seq || ++searched > SEARCHED_MAX) return null
      if (isWanted(event)) return event
    }
    return null
  }

  function isMessageOfNote(event: LabEvent): event is EventOf<'sent'> {
    return event.kind === 'sent' && isOfNote(lookOf(surroundings.looks(), event.type, event.forms))
  }

  return { chosen, pace, replayed, lastFault, play, slowMotion, replayLastFault, toggle, choose, nextMessage, nextChange }
})
