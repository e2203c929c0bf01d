import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import type { OpenLab } from './lab/browser/labLink'
import { useConnection } from './stores/connection'
import './styles/main.css'

/** Draws the page and connects it to its lab; null: it lacks what opens the lab. */
export function mountPage(open: OpenLab | null): void {
  const pinia = createPinia()
  createApp(App).use(pinia).mount('#app')
  useConnection(pinia).connect(open)
}
