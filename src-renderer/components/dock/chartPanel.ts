import { defineAsyncComponent } from 'vue'

/** The charts' library is a third of the page's script: the canvas does not wait for it. */
export const ChartPanel = defineAsyncComponent(() => import('./ChartPanel.vue'))
