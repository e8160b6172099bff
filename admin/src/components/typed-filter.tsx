import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'

const TYPING_MS = 300

interface TypedFilterProps {
  readonly label: string
  readonly placeholder: string
  /** What the list is filtered by now. */
  readonly shown: string | undefined
  readonly onFilter: (text: string) => void
}

/** Filters a list while it is typed into. */
export function TypedFilter({ label, placeholder, shown, onFilter }: TypedFilterProps) {
  const filter = useDebouncedCallback(onFilter, TYPING_MS)
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      type="search"
      defaultValue={shown}
      onChange={(event) => filter(event.currentTarget.value.trim())}
    />
  )
}
