/** The steps of a booking, in their order, each at a service of its own and with what takes it back. */

/** Who takes bookings, and answers for them. */
export const BOOKINGS = 'bookings'
export const SERVICES = ['payment', 'seats', 'mail'] as const
export type Service = (typeof SERVICES)[number]

export const STEP_NAMES = ['charge', 'reserve', 'mail', 'confirm'] as const
export type StepName = (typeof STEP_NAMES)[number]
export const COMPENSATION_NAMES = ['refund', 'release', 'apologise'] as const
export type CompensationName = (typeof COMPENSATION_NAMES)[number]

export interface Step {
  readonly name: StepName
  readonly service: Service
  /** null: it needs none. */
  readonly compensation: CompensationName | null
}

/** The last is there with semantic locks alone: a charge is pending until then. */
const ALL: readonly Step[] = [
  { name: 'charge', service: 'payment', compensation: 'refund' },
  { name: 'reserve', service: 'seats', compensation: 'release' },
  { name: 'mail', service: 'mail', compensation: 'apologise' },
  { name: 'confirm', service: 'payment', compensation: null }
]

/** Those after which a booking is whole: one at each service. */
export const EFFECTS: readonly Step[] = ALL.slice(0, SERVICES.length)

export function stepsOf(semantic_locks: boolean): readonly Step[] {
  return semantic_locks ? ALL : EFFECTS
}

export function isService(role: string | undefined): role is Service {
  return SERVICES.some((service) => service === role)
}

/** Its place among the steps. */
export function placeOf(name: StepName): number {
  return STEP_NAMES.indexOf(name)
}

/** After which step only forward is possible: its place; past the last: after none. */
export function pivotPlace(pivot: string): number {
  const place = STEP_NAMES.findIndex((name) => name === pivot)
  return place < 0 ? STEP_NAMES.length : place
}
