import { defineAsyncComponent } from 'vue'
import type { Component } from 'vue'
import OpeningView from './OpeningView.vue'

/** Before it says that a view is being loaded, ms. */
const PATIENCE_MS = 200

/** A view, or a large part of one, that is loaded when it is first opened. */
export function lazyView(loader: () => Promise<Component>): Component {
  return defineAsyncComponent({ loader, loadingComponent: OpeningView, delay: PATIENCE_MS })
}
