/** The services, from the one that clients call to the last. Each calls the next one that has members. */
export const TIERS = ['service-a', 'service-b', 'service-c', 'service-d'] as const
export type Tier = (typeof TIERS)[number]

/** Takes down which member answers for a service, and tells it to whoever asks. */
export const NAME_SERVICE = 'name-service'
/** Stands on the way of every call between services, as somebody who listens would. */
export const RELAY = 'relay'

export function isTier(role: string | undefined): role is Tier {
  return TIERS.some((tier) => tier === role)
}
