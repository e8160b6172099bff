import { Select, type SelectProps } from '@mantine/core'
import { COUNTRIES } from '../countries.ts'

/** Holds the code, shows the name. Takes `form.getInputProps(path)`. */
export const CountrySelect = (props: Omit<SelectProps, 'data' | 'searchable'>) => (
  <Select label="Country" data={COUNTRIES} searchable limit={60} autoComplete="off" {...props} />
)
