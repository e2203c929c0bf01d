import type { InjectionKey, Ref } from 'vue'
import type { ClientId, EndpointId } from '../../../src-shared/ids'
import type { Detail } from '../../../src-shared/layout/circle'
import type { Point, Size } from '../../lab/canvas/geometry'

/** What the canvas's parts share. */
export interface CanvasContext {
  readonly size: Ref<Size>
  /** Font size of the page's root, pixels. */
  readonly root_px: Ref<number>
  /** Diameter of a node, pixels. */
  readonly nodeSize: Ref<number>
  /** How much of a node has room. */
  readonly detail: Ref<Detail>
  /** In the run's order. */
  readonly nodes: Ref<readonly EndpointId[]>
  readonly positions: Ref<ReadonlyMap<EndpointId, Point>>
  /** Clients that one chip stands for; none while each has its own. */
  readonly collapsed: Ref<readonly ClientId[]>
  /** That chip's middle. */
  readonly clients_place: Ref<Point | null>
  /** Height of the headline's words, which may need several lines; 0: there are none. */
  readonly headline_px: Ref<number>
}

/** Size of a client's chip, pixels. */
export const CHIP = { width: 52, height: 26 }

export const CANVAS: InjectionKey<CanvasContext> = Symbol('canvas')
