import { z } from 'zod'
import { FAULT_ACTIONS } from '../../faults/actions'
import type { FaultCard } from '../../result'
import { defineExpectation } from './expectation-kind'
import { secondsText } from './words'

/** The faults so labelled, or of this kind of action, or all: each stopped or disturbed a message, or touched an operation. `had_effect: false`: none did. */
export const faultHadEffect = defineExpectation({
  schema: z.strictObject({
    expect: z.literal('fault-had-effect').describe('Faults stopped or disturbed a message, or touched an operation.'),
    label: z.string().max(120).optional().describe('The faults of this label alone.'),
    action: z.string().optional().describe('The faults of this kind of action alone.'),
    had_effect: z.boolean().default(true).describe('false: none of them did.'),
    because: z.string().optional().describe('Why it must be so, in a few words.')
  }),
  /** A fault that no run can have cannot have one. */
  validate({ label, action }, path, rules) {
    const { faults } = rules.scenario
    if (label !== undefined && !faults.random) rules.member([...path, 'label'], 'label', label, faults.labels)
    if (action !== undefined) rules.member([...path, 'action'], 'action', action, FAULT_ACTIONS)
    if (!faults.any) rules.add(path, 'fault-had-effect needs a fault: the scenario has no timeline and no chaos')
  },
  describe: ({ label, action, had_effect }) => {
    const which = label ? `"${label}"` : action ? `Every ${action}` : 'Every fault'
    return `${which} ${had_effect ? 'stopped or disturbed a message, or touched an operation' : 'left all messages and operations alone'}`
  },
  /** Turning a deliberate bug on is no fault by itself: it counts only where it is named. */
  observe({ label, action, had_effect }, { faults }) {
    const concerned = faults.filter(
      (fault) =>
        (label === undefined || fault.label === label) &&
        (action === undefined ? label !== undefined || fault.action !== 'switch' : fault.action === action)
    )
    if (concerned.length === 0) return { met: false, observed: 'there was no such fault' }
    const wrong = concerned.find((fault) => hadEffect(fault) !== had_effect)
    if (!wrong) return { met: true, observed: `${concerned.length} of ${concerned.length} ${had_effect ? 'did' : 'did nothing'}` }
    return { met: false, observed: `${wrong.label} at ${secondsText(wrong.start_ms)}: ${wrong.verdict}` }
  }
})

function hadEffect({ messages_cut, messages_disturbed, operations_affected }: FaultCard): boolean {
  return messages_cut + messages_disturbed + operations_affected > 0
}
