import { paint, paletteOf } from './art/palettes.ts'
import { lark } from './art/shapes.ts'
import { box, nth, path, type Svg, times } from './art/svg.ts'

const { main, deep } = paletteOf('rust')
const { main: mustard } = paletteOf('mustard')

/** The shop's mark, a lark under an awning: a standalone SVG document, square, legible from 24 pixels up. */
export const logo: Svg = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96" fill="none">',
  box([0, 0, 96, 96], main, 22),
  path('M88 26v5a10 10 0 0 1-20 0a10 10 0 0 1-20 0a10 10 0 0 1-20 0a10 10 0 0 1-20 0v-5z', deep),
  times(4, (i) => path(`M${8 + i * 20} 14h20v12a10 10 0 0 1-20 0z`, nth([paint.white, mustard], i))),
  lark(49, 66.5, 0.28, [paint.white, '#f3cf9d']),
  box([18, 81, 60, 5], paint.white, 2.5),
  '</svg>',
].join('')
