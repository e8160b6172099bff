import { TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import css from './search-field.module.css'

interface SearchFieldProps {
  /** For those who hear the page. */
  readonly label: string
  readonly placeholder: string
  /** What is searched for now. */
  readonly shown: string
  /** By Enter; with '' once the field is emptied. */
  readonly onFind: (text: string) => void
}

/** Above a list, for what is found whole. */
export function SearchField({ label, placeholder, shown, onFind }: SearchFieldProps) {
  const [text, setText] = useState(shown)
  useEffect(() => setText(shown), [shown])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onFind(text.trim())
  }
  return (
    <search className={css.search}>
      <form onSubmit={submit}>
        <TextInput
          type="search"
          aria-label={label}
          placeholder={placeholder}
          leftSection={<Search size={15} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            if (event.currentTarget.value === '' && shown) onFind('')
          }}
        />
      </form>
    </search>
  )
}
