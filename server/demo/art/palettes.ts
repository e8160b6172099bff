/** The colours one picture is painted with. All are `#rrggbb`. */
export interface Palette {
  readonly paper: string
  /** The scenery behind the thing: quieter than the thing itself. */
  readonly back: string
  readonly floor: string
  readonly main: string
  readonly deep: string
  readonly light: string
  readonly pale: string
  readonly accent: string
  readonly accentDeep: string
  readonly accentLight: string
}

/** Paints that are the same in every picture, which is what holds the pictures together. */
export const paint = {
  white: '#fff8ea',
  cream: '#f4e4c8',
  ink: '#40322d',
  wood: '#c68f5c',
  woodDeep: '#9d6b41',
  woodLight: '#ddb283',
  leaf: '#83a06b',
  leafDeep: '#587f5b',
  crust: '#cd8b49',
  crustDeep: '#a4652f',
  crustLight: '#e8bd7f',
  steel: '#c3cac8',
  steelDeep: '#8f9b9c',
  flame: '#f7c95c',
  shade: '#40322d26',
  shine: '#fff8ea66',
} as const

const hues = {
  rust: ['#dfe8df', '#cb6740', '#2f7074'],
  brick: ['#f3e2cb', '#ab4a38', '#e0a63f'],
  mustard: ['#dde4e6', '#e0a63f', '#385a78'],
  honey: ['#f5e7c9', '#de9430', '#8a4a35'],
  sage: ['#f5e0d0', '#8fa880', '#c9653e'],
  forest: ['#f4e5bf', '#41705a', '#d98a4b'],
  teal: ['#f7e3cc', '#34797c', '#e07f5c'],
  sky: ['#f6e9cf', '#7ba0b4', '#d9903f'],
  navy: ['#f2dccf', '#36506f', '#d9857c'],
  plum: ['#e2e7d3', '#7f4d6b', '#d9a441'],
  berry: ['#e4e9dc', '#b84a5c', '#5d8a63'],
  rose: ['#dfe6e4', '#dd938a', '#41705a'],
  oat: ['#d3ddd0', '#e3cfab', '#bb5d3c'],
  cream: ['#e8c0a0', '#f8edd8', '#4f7a92'],
  charcoal: ['#f3ddb0', '#4a4a50', '#d78b3c'],
  crust: ['#d9e4e0', '#cd8b49', '#a54d38'],
} as const satisfies Record<string, readonly [paper: string, main: string, accent: string]>

export type PaletteName = keyof typeof hues

/** `share` of the second colour in the first: 0 is the first alone, 1 the second. */
function mix(first: string, second: string, share: number): string {
  const channel = (from: number) => {
    const [a, b] = [first, second].map((hex) => Number.parseInt(hex.slice(from, from + 2), 16)) as [
      number,
      number,
    ]
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

export function paletteOf(name: PaletteName): Palette {
  const [paper, main, accent] = hues[name]
  return {
    paper,
    back: mix(paper, paint.white, 0.55),
    floor: mix(mix(paper, accent, 0.16), paint.woodDeep, 0.14),
    main,
    deep: mix(main, paint.ink, 0.24),
    light: mix(main, paint.white, 0.3),
    pale: mix(main, paint.white, 0.68),
    accent,
    accentDeep: mix(accent, paint.ink, 0.24),
    accentLight: mix(accent, paint.white, 0.4),
  }
}
