/** Who says that a member is down: probes (SWIM), or heartbeats of all to all, judged by a fixed timeout or by φ. */
export const DETECTORS = ['swim', 'heartbeat-timeout', 'phi-accrual'] as const
export type DetectorChoice = (typeof DETECTORS)[number]

/** How members find each other: from a list that all are given, or through seeds. */
export const STARTS = ['known', 'seeds'] as const

/** In which order a node probes the others. */
export const PROBE_ORDERS = ['round-robin', 'random'] as const
