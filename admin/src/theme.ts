import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core'

/** By which a shop makes these pages its own: colours, roundness, fonts. The logo is in logo.tsx. */
const pine: MantineColorsTuple = [
  '#e9f6f2',
  '#d3ebe3',
  '#a6d8c9',
  '#73c4ad',
  '#4bb395',
  '#2a9f80',
  '#14846a',
  '#0d6e58',
  '#0a5a48',
  '#06402f',
]

const red: MantineColorsTuple = [
  '#fdf0f0',
  '#fadcdd',
  '#f4b8ba',
  '#ee8f93',
  '#ea6e74',
  '#e24d55',
  '#d4323c',
  '#c22531',
  '#a41c27',
  '#7c131c',
]

/** Shades 5 to 9 are legible on white and on shade 0: 4.5:1 and more. */
const gray: MantineColorsTuple = [
  '#f8f9fa',
  '#f1f3f5',
  '#e8ebee',
  '#dde1e6',
  '#c4cad2',
  '#6c7480',
  '#5a626e',
  '#454c57',
  '#2b313a',
  '#171b21',
]

/** Shades 0 to 2 are for text, 3 and 4 for lines, 5 and 6 for what lies on the page, 7 for the page. */
const dark: MantineColorsTuple = [
  '#e4e7ea',
  '#c6cbd1',
  '#a0a8b2',
  '#5b636d',
  '#363c44',
  '#262b31',
  '#1c2025',
  '#14171a',
  '#0f1113',
  '#0a0b0d',
]

const dialog = {
  overlayProps: { backgroundOpacity: 0.45, blur: 2 },
  closeButtonProps: { 'aria-label': 'Close' },
  // Outside of the page's own parts a header would be taken for that of the page.
  attributes: { header: { role: 'presentation' } },
  styles: {
    title: { fontWeight: 600 },
    header: { backgroundColor: 'var(--surface)' },
    content: { backgroundColor: 'var(--surface)' },
    body: { paddingTop: 'var(--mantine-spacing-xs)' },
  },
}

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  colors: { pine, red, gray, dark },
  black: '#171b21',
  defaultRadius: 'md',
  respectReducedMotion: true,
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Inter, Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Input: { vars: () => ({ wrapper: { '--input-bd': 'var(--line-input)' } }) },
    Avatar: { defaultProps: { color: 'pine' } },
    Button: { defaultProps: { size: 'sm' } },
    Paper: {
      defaultProps: { withBorder: true, radius: 'lg' },
      styles: { root: { backgroundColor: 'var(--surface)', borderColor: 'var(--line)' } },
    },
    Modal: { defaultProps: { ...dialog, centered: true, radius: 'lg' } },
    Drawer: { defaultProps: { ...dialog, position: 'right' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Menu: { defaultProps: { shadow: 'md' } },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right' } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
})

/** Surfaces and tones by what they are for: `var(--surface)`; use these in style sheets, never a colour. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--page': gray[0],
    '--surface': '#ffffff',
    '--surface-hover': gray[0],
    '--line': gray[2],
    '--line-strong': gray[3],
    '--line-input': '#868d98',
    '--text-soft': gray[6],
    '--accent-soft': pine[0],
    '--accent-text': pine[8],
    '--mantine-color-pine-light': pine[0],
    '--mantine-color-pine-light-color': pine[8],
    '--good': '#16835f',
    '--warn': '#c27803',
    '--bad': '#d32f3c',
    '--info': '#2f6fdb',
    '--idle': '#8b93a0',
    '--mantine-color-error': '#c22531',
    '--mantine-color-default-border': gray[3],
  },
  dark: {
    '--page': dark[7],
    '--surface': dark[6],
    '--surface-hover': dark[5],
    '--line': '#2a2f36',
    '--line-strong': dark[4],
    '--line-input': '#6d7680',
    '--text-soft': dark[2],
    '--accent-soft': '#14302a',
    '--accent-text': pine[3],
    '--mantine-color-pine-light': '#14302a',
    '--mantine-color-pine-light-color': pine[3],
    '--good': '#35b98c',
    '--warn': '#e3a12f',
    '--bad': '#f0646e',
    '--info': '#6ba1f5',
    '--idle': '#8d96a2',
    '--mantine-color-error': '#ff8a8f',
    '--mantine-color-default': dark[6],
    '--mantine-color-placeholder': '#8d96a2',
    '--mantine-color-default-border': dark[4],
  },
})
