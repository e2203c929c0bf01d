import type { ScenarioListing } from '../../../src-shared/lab-api'

/** By the scenario's name: what the catalogue says of it, and of which text (SHA-256, base64). */
export type PreparedListings = Readonly<Record<string, { readonly sha256: string; readonly listing: ScenarioListing }>>

declare const SCENARIO_LISTINGS: PreparedListings

/** Made by the build (`scripts/scenario-listings.mts`); none where the sources run unbuilt, as in tests. */
export const preparedListings: PreparedListings = typeof SCENARIO_LISTINGS === 'undefined' ? {} : SCENARIO_LISTINGS
