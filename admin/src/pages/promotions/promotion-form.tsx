import { Alert, Group, NumberInput, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import '@mantine/dates/styles.css'
import type { Schemas } from '@marketsquare/sdk'
import { DangerButton } from '../../components/danger-button.tsx'
import { DrawerForm } from '../../components/drawer-form.tsx'
import { MoneyInput } from '../../components/money-input.tsx'
import { useCategories } from '../../components/use-categories.ts'
import { useSave } from '../../components/use-save.ts'
import { useCan, useShop } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { toSentence } from './effect.ts'
import { GoodsPicker } from './goods-picker.tsx'
import { EFFECTS, toBody, usePromotionForm, type Wish } from './promotion-wish.ts'

type Promotion = Schemas['Promotion']

const REFRESH = ['/admin/promotions']

/** A promotion, with a sentence that says what it does while it is typed. */
export function PromotionForm({ promotion, close }: { promotion: Promotion | undefined; close: () => void }) {
  const can = useCan()
  const { currency } = useShop()
  const form = usePromotionForm(promotion)
  const isFixed = !can('promotions:write')
  const saving = useSave<Wish, Promotion>({
    save: (wish) => save(promotion, toBody(wish, currency)),
    done: ({ code, title }) => `${code ?? title} is saved.`,
    refresh: REFRESH,
    isQuiet: true,
  })
  return (
    <DrawerForm
      title={promotion ? (promotion.code ?? promotion.title) : 'New promotion'}
      isOpen
      close={close}
      form={form}
      saving={saving}
      toInput={(values) => values}
      submitLabel="Save the promotion"
      isReadOnly={isFixed}
    >
      <Sentence wish={form.values} />
      <TextInput
        data-autofocus
        label="Code"
        description="What customers type, in any case. Empty: it applies by itself"
        maxLength={50}
        {...form.getInputProps('code')}
      />
      <TextInput
        label="Title"
        description="What carts and receipts call it"
        maxLength={200}
        {...form.getInputProps('title')}
      />
      <EffectFields form={form} />
      <MoneyInput
        label="For carts of at least"
        description="Empty: for any cart"
        {...form.getInputProps('minimum')}
      />
      <Limits form={form} />
      {promotion && !isFixed && <DeletePromotion promotion={promotion} close={close} />}
    </DrawerForm>
  )
}

type Form = ReturnType<typeof usePromotionForm>

function EffectFields({ form }: { form: Form }) {
  const { effect } = form.values
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label="What it does"
        data={EFFECTS}
        {...form.getInputProps('effect')}
      />
      {effect === 'percentage' && (
        <NumberInput
          label="Percent off"
          required
          suffix=" %"
          min={0}
          max={100}
          decimalScale={4}
          hideControls
          {...form.getInputProps('percent')}
        />
      )}
      {effect === 'fixed' && <MoneyInput label="Amount off" required {...form.getInputProps('amount')} />}
      {effect !== 'free_shipping' && <GoodsPicker form={form} />}
    </>
  )
}

const Limits = ({ form }: { form: Form }) => (
  <Stack>
    <Group grow align="flex-start">
      <DateTimePicker
        label="From"
        description="In your own time zone"
        clearable
        valueFormat="D MMM YYYY, HH:mm"
        {...form.getInputProps('startsAt')}
      />
      <DateTimePicker
        label="Until"
        description="In your own time zone"
        clearable
        valueFormat="D MMM YYYY, HH:mm"
        {...form.getInputProps('endsAt')}
      />
    </Group>
    <Group grow align="flex-start">
      <NumberInput
        label="How often in all"
        description="Empty: without limit"
        min={1}
        allowDecimal={false}
        {...form.getInputProps('usageLimit')}
      />
      <NumberInput
        label="How often per customer"
        description="Empty: without limit"
        min={1}
        allowDecimal={false}
        {...form.getInputProps('perCustomerLimit')}
      />
    </Group>
    <Switch
      label="Together with other promotions"
      description="With those that allow it too"
      {...form.getInputProps('combinable', { type: 'checkbox' })}
    />
    <Switch label="On" {...form.getInputProps('active', { type: 'checkbox' })} />
  </Stack>
)

function Sentence({ wish }: { wish: Wish }) {
  const { currency } = useShop()
  const { data } = useCategories()
  const names = new Map(data?.map(({ id, title }) => [id, title]))
  const goods = [
    ...wish.categoryIds.map((id) => `everything in ${names.get(id) ?? 'a category'}`),
    ...(wish.productIds.length > 0
      ? [`${wish.productIds.length} chosen ${wish.productIds.length === 1 ? 'product' : 'products'}`]
      : []),
  ]
  const { code = null, minimumSubtotal = null, endsAt = null, ...body } = toBody(wish, currency)
  const { usageLimit = null, perCustomerLimit = null, combinable = false } = body
  return (
    <Alert variant="light" aria-live="polite">
      {toSentence({
        code,
        effect: body.effect,
        minimumSubtotal,
        endsAt,
        usageLimit,
        perCustomerLimit,
        combinable,
        goods,
      })}
    </Alert>
  )
}

const save = (promotion: Promotion | undefined, body: Schemas['NewPromotion']): Promise<Promotion> =>
  promotion
    ? shop.patch('/admin/promotions/{promotionId}', {
        path: { promotionId: promotion.id },
        body,
        version: promotion.version,
      })
    : shop.post('/admin/promotions', { body })

function DeletePromotion({ promotion, close }: { promotion: Promotion; close: () => void }) {
  const name = promotion.code ?? promotion.title
  const deleting = useSave({
    save: () => shop.delete('/admin/promotions/{promotionId}', { path: { promotionId: promotion.id } }),
    done: `${name} is deleted.`,
    refresh: REFRESH,
    onSaved: close,
    isQuiet: true,
  })
  return (
    <Group>
      <DangerButton
        label="Delete the promotion"
        title={`Delete ${name}?`}
        confirmLabel="Delete the promotion"
        onConfirm={() => deleting.saveAsync()}
      >
        Carts are reckoned without it from here on; orders stay as they are. To keep its figures, switch it
        off instead.
      </DangerButton>
    </Group>
  )
}
