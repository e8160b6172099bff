import { Alert, Skeleton, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { PackageX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Cart } from '../cart/cart.ts'
import { changeCartOrTell } from '../cart/cart-state.ts'
import { chooseShipping } from '../cart/changes.ts'
import { FaultAlert } from '../components/fault-alert.tsx'
import { useLanguage, useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import { shop } from '../shop.ts'
import classes from './checkout.module.css'
import { Choice } from './choice.tsx'
import { Section } from './section.tsx'
import { checkoutTexts } from './texts.ts'

type Option = Schemas['ShippingOption']

interface ShippingSectionProps {
  readonly cart: Cart
  /** The address in the form is whole, and goes where the cart's does. */
  readonly hasAddress: boolean
  readonly isWrong: boolean
  readonly isEstimate: boolean
}

export function ShippingSection({ cart, hasAddress, isWrong, isEstimate }: ShippingSectionProps) {
  const t = useTexts(checkoutTexts)
  return (
    <Section id="checkout-shipping" title={t.shippingMethod}>
      {hasAddress && cart.shippingAddress ? (
        <Options cart={cart} isWrong={isWrong} isEstimate={isEstimate} />
      ) : (
        <Text c="dimmed" id="shippingOption" tabIndex={-1}>
          {t.shippingNeedsAddress}
        </Text>
      )}
    </Section>
  )
}

/** Whatever bears on how it can be shipped, and for how much. */
const reasonsOf = ({ shippingAddress, lines, coupons }: Cart) => ({
  shippingAddress,
  lines: lines.map(({ variantId, quantity, total }) => [variantId, quantity, total.amount]),
  coupons: coupons.map(({ code }) => code),
})

function useOptions(cart: Cart, isEstimate: boolean) {
  const { queryKey, queryFn } = shop.query('/carts/{cartId}/shipping-options', { path: { cartId: cart.id } })
  // As the shop knows it: before a change is answered, it would answer for the cart from before.
  const settled = useRef<Cart>(undefined)
  if (!isEstimate) settled.current = cart
  return useQuery({
    queryKey: [...queryKey, reasonsOf(settled.current ?? cart)],
    queryFn,
    enabled: settled.current !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

function Options({ cart, isWrong, isEstimate }: Omit<ShippingSectionProps, 'hasAddress'>) {
  const t = useTexts(checkoutTexts)
  const { data, error, refetch, isPlaceholderData } = useOptions(cart, isEstimate)
  const chosen = cart.shippingOption?.id
  const options = data?.data ?? []
  const first = options[0]?.id
  const isOffered = options.some(({ id }) => id === chosen)
  useEffect(() => {
    if (first && !isOffered && !isPlaceholderData) void changeCartOrTell(chooseShipping(first))
  }, [first, isOffered, isPlaceholderData])
  if (error) return <FaultAlert error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={72} radius="md" />
  if (data.problem !== null) return <NoWay problem={data.problem} />
  return (
    <fieldset className={classes.choices} id="shippingOption" tabIndex={-1}>
      <legend className={classes.hidden}>{t.shippingMethod}</legend>
      {options.map((option) => (
        <Way key={option.id} option={option} isChosen={option.id === chosen} />
      ))}
      {isWrong && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {t.shippingMissing}
        </Text>
      )}
    </fieldset>
  )
}

function Way({ option, isChosen }: { option: Option; isChosen: boolean }) {
  const t = useTexts(checkoutTexts)
  const money = useMoney()
  const { language } = useLanguage()
  const { id, name, description, price, minDays, maxDays, explanation } = option
  const hasDays = minDays !== null || maxDays !== null
  return (
    <Choice
      name="shipping"
      value={id}
      isChosen={isChosen}
      onChoose={() => void changeCartOrTell(chooseShipping(id))}
      title={hasDays ? `${name} · ${t.days(minDays, maxDays)}` : name}
      aside={price.amount === 0 ? t.free : money(price)}
    >
      {description && <span>{description} </span>}
      <span lang={language === 'en' ? undefined : 'en'}>{explanation}</span>
    </Choice>
  )
}

function NoWay({ problem }: { problem: string }) {
  const t = useTexts(checkoutTexts)
  const { language } = useLanguage()
  return (
    <Alert
      color="red"
      icon={<PackageX aria-hidden />}
      title={t.shippingNoWay}
      role="alert"
      id="shippingOption"
      tabIndex={-1}
    >
      <span lang={language === 'en' ? undefined : 'en'}>{problem}</span> {t.shippingNoWayHint}
    </Alert>
  )
}
