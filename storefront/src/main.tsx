import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './styles.ts'
import { colours } from './colours.ts'
import { LanguageProvider } from './language.tsx'
import { queries } from './queries.ts'
import { router } from './router.tsx'
import { colourVariables, theme } from './theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element "root".')

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={colourVariables}
        colorSchemeManager={colours}
        defaultColorScheme="auto"
      >
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </LanguageProvider>
  </StrictMode>,
)
