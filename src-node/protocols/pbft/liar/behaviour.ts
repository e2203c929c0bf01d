/** Honest or not, as the scenario says or somebody by hand. */
import { BehaviourSet } from '../../../../src-shared/protocols/lying/facts'
import { BEHAVIOURS, LIES } from '../../../../src-shared/protocols/pbft/lies'
import type { Behaviour } from '../../../../src-shared/protocols/pbft/lies'
import { clearTimer, emit, note, setTimer } from '../../kit/core'
import type { Core } from '../core'

/** Who lies at random goes over to another lie after so long. */
const MOOD_US = 1_000_000

export function onCommand(core: Core, _command: string, { how }: Readonly<Record<string, string | number | boolean>>): void {
  const behaviour = BEHAVIOURS.find((one) => one === how)
  if (behaviour !== undefined) return behave(core, behaviour)
  note(core, 'unknown-lie', `${core.state.id} knows no such lie; it knows ${BEHAVIOURS.join(', ')}`)
}

export function behave(core: Core, behaviour: Behaviour): void {
  const { id, liar } = core.state
  clearTimer(core, 'mood')
  emit(core, BehaviourSet.of(id, { behaviour }))
  if (behaviour === 'at-random') return onMoodTimer(core)
  liar.lie = behaviour === 'honest' ? null : behaviour
}

export function onMoodTimer(core: Core): void {
  const { id, liar } = core.state
  liar.lie = LIES[Math.floor(core.random() * LIES.length)]!.name
  emit(core, BehaviourSet.of(id, { behaviour: liar.lie }))
  setTimer(core, 'mood', MOOD_US)
}
