import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import LiveLab from './LiveLab.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => void app.component('LiveLab', LiveLab)
} satisfies Theme
