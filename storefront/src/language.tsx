import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { writeCookie } from './cookies.ts'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

/** The same texts in each language; what one lacks does not compile. */
export type Texts<T> = Readonly<Record<Language, T>>

export const defineTexts = <T,>(en: T, de: NoInfer<T>): Texts<T> => ({ en, de })

interface LanguageState {
  readonly language: Language
  /** BCP 47, for dates and amounts: with the visitor's region where the browser speaks this language. */
  readonly locale: string
  choose(language: Language): void
}

const LanguageContext = createContext<LanguageState | undefined>(undefined)

const COOKIE = 'marketsquare_language'

const isLanguage = (value: string): value is Language => Object.hasOwn(LANGUAGES, value)

/** The server has chosen: what was asked for before, else what the browser prefers. */
function servedLanguage(): Language {
  const { lang } = document.documentElement
  return isLanguage(lang) ? lang : 'en'
}

const localeOf = (language: Language): string =>
  navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(servedLanguage)
  const state = useMemo(
    () => ({
      language,
      locale: localeOf(language),
      choose(chosen: Language) {
        writeCookie(COOKIE, chosen)
        document.documentElement.lang = chosen
        setLanguage(chosen)
      },
    }),
    [language],
  )
  return <LanguageContext value={state}>{children}</LanguageContext>
}

export function useLanguage(): LanguageState {
  const state = use(LanguageContext)
  if (!state) throw new Error('There is no LanguageProvider around this component.')
  return state
}

/** The texts of an area of the shop in the visitor's language. */
export const useTexts = <T,>(texts: Texts<T>): T => texts[useLanguage().language]
