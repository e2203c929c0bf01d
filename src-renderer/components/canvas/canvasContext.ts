import type { InjectionKey, Ref } from 'vue'
import type { EndpointId } from '../../../src-shared/ids'
import type { Point, Size } from '../../lab/canvas/geometry'

/** What the canvas's parts share. */
export interface CanvasContext {
  readonly size: Ref<Size>
  /** Diameter of a node, pixels. */
  readonly nodeSize: Ref<number>
  /** In the run's order. */
  readonly nodes: Ref<readonly EndpointId[]>
  readonly positions: Ref<ReadonlyMap<EndpointId, Point>>
}

/** Size of a client's chip, pixels. */
export const CHIP = { width: 52, height: 26 }

export const CANVAS: InjectionKey<CanvasContext> = Symbol('canvas')
