import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { shop } from '../../shop.ts'
import { Section } from './section.tsx'

const SECTIONS = shop.query('/admin/settings/sections')

/** What can be set: of the shop, and of each module and adapter, by their own schemas. */
export function SettingsPage() {
  // Read anew whenever the page is opened; never under the hands of who types.
  const found = useQuery({ ...SECTIONS, gcTime: 0, staleTime: Number.POSITIVE_INFINITY })
  return (
    <Page title="Settings" size="narrow" lead="What the whole shop goes by, and what its parts let you set.">
      <Loaded query={found}>
        {({ data }) => (
          <Stack gap="lg">
            {data.map((section) => (
              <Section key={section.name} section={section} read={() => readAgain(section)} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

async function readAgain<T extends { readonly name: string }>(section: T) {
  const { data } = await shop.get('/admin/settings/sections')
  const now = data.find(({ name }) => name === section.name)
  if (!now) throw new TypeError(`The shop has no settings "${section.name}" any more.`)
  return now
}
