import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** From the lightest to the darkest; 8 is what buttons are filled with: 5.4:1 against white. */
const pine: MantineColorsTuple = [
  '#eef6f1',
  '#dcebe2',
  '#b9d7c6',
  '#93c2a8',
  '#72af8e',
  '#5ba37d',
  '#4d9c74',
  '#3c8761',
  '#2b7351',
  '#1c5c3f',
]

/** How the shop looks: the one place to change colours, fonts, corners. The logo is components/logo.tsx. */
export const theme = createTheme({
  colors: { pine },
  primaryColor: 'pine',
  primaryShade: 8,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: { Input: { vars: () => ({ wrapper: { '--input-bd': 'var(--shop-field)' } }) } },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  headings: {
    fontFamily: "ui-serif, 'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, serif",
    fontWeight: '600',
  },
})

/** Every pair of text and ground is 4.5:1 or more, which Mantine's own greys are not. */
export const colourVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfcf8',
    '--mantine-color-text': '#1f2421',
    '--mantine-color-dimmed': '#59615b',
    '--mantine-color-placeholder': '#666e68',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#2b7351',
    '--shop-surface': '#ffffff',
    '--shop-sunken': '#f4f1e9',
    '--shop-line': '#e3dfd4',
    '--shop-field': '#8a8c80',
    '--shop-sale': '#a83214',
    '--shop-good': '#2b7351',
  },
  dark: {
    '--mantine-color-body': '#141715',
    '--mantine-color-text': '#e8ebe8',
    '--mantine-color-dimmed': '#a4ada6',
    '--mantine-color-placeholder': '#98a19a',
    '--mantine-color-error': '#ff8f85',
    '--mantine-color-anchor': '#93c2a8',
    '--shop-surface': '#1d211e',
    '--shop-sunken': '#222723',
    '--shop-line': '#343b36',
    '--shop-field': '#6f7a72',
    '--shop-sale': '#ff9d80',
    '--shop-good': '#93c2a8',
  },
})
