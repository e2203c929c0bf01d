import type { ChartDefinition } from '../charts/definition'
import type { ProtocolDescription } from '../description/protocol-description'
import type { AnyFact } from '../events'
import type { DeclaredFold } from '../folds/declared'
import type { MetricGroup } from '../metrics/metric'
import type { Panels } from '../panels/panel'

/** All that the shared floor knows of a protocol: what it says of itself, and how what it tells is folded and drawn. */
export interface ProtocolDefinition {
  readonly description: ProtocolDescription
  /** All kinds that its nodes emit. */
  readonly facts: readonly AnyFact[]
  /** Fed in this order. */
  readonly folds: readonly DeclaredFold[]
  /** In the order of the dock and the report. */
  readonly charts: readonly ChartDefinition[]
  readonly metrics: readonly MetricGroup[]
  readonly panels: Panels
}
