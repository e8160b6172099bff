import './styles.ts'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { colourScheme } from './colour-scheme.ts'
import { ReauthModal } from './components/reauth-modal.tsx'
import { queries, takeFirstData } from './queries.ts'
import { router } from './router.tsx'
import { theme, variables } from './theme.ts'

takeFirstData()

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element #root.')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        colorSchemeManager={colourScheme}
        defaultColorScheme="auto"
      >
        <Notifications position="top-center" limit={4} />
        <RouterProvider router={router} />
        <ReauthModal />
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
)
