/** What those who joined are told of the lab: nothing of this computer's folders, and no scenarios that they could not run. */
import type { LabHello, LabState } from '../../../src-shared/lab-api'

export function helloForRoom(hello: LabHello): LabHello {
  return { ...hello, scenarios: [], state: stateForRoom(hello.state) }
}

/** A recording goes by the name of its folder. */
export function stateForRoom(state: LabState): LabState {
  return { ...state, recording: state.recording?.split(/[\\/]/).at(-1) ?? null }
}
