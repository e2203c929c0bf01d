import { Circle, CircleDot, Diamond, Square, Star, Triangle, Vote } from 'lucide-vue-next'
import type { Component } from 'vue'
import type { RoleIcon } from '../../../src-shared/description/role-look'

export const ROLE_ICON_COMPONENTS: Readonly<Record<RoleIcon, Component>> = {
  star: Star,
  vote: Vote,
  circle: Circle,
  square: Square,
  diamond: Diamond,
  triangle: Triangle,
  dot: CircleDot
}
