/** What φ is computed with in a run, by its parameters. */
import type { PhiSettings } from '../../failure-detection/phi'
import type { ParameterValue } from '../../description/protocol-description'
import { description } from './description'

export function phiSettings(given: Readonly<Record<string, ParameterValue>>): PhiSettings {
  const { phi_model, phi_min_deviation_ms, phi_acceptable_pause_ms } = description.parameters
  const us = (name: string, declared: { readonly default: number }): number => Number(given[name] ?? declared.default) * 1000
  return {
    model: given['phi_model'] === 'exponential' ? 'exponential' : phi_model.default,
    min_deviation_us: us('phi_min_deviation_ms', phi_min_deviation_ms),
    acceptable_pause_us: us('phi_acceptable_pause_ms', phi_acceptable_pause_ms)
  }
}

/** Gaps that φ is computed from, at most. */
export function phiWindow(given: Readonly<Record<string, ParameterValue>>): number {
  return Number(given['phi_window'] ?? description.parameters.phi_window.default)
}

/** φ at which a member is suspected. */
export function phiThreshold(given: Readonly<Record<string, ParameterValue>>): number {
  return Number(given['phi_threshold'] ?? description.parameters.phi_threshold.default)
}
