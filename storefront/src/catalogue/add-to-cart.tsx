import { Minus, Plus } from 'lucide-react'
import { useId, useState } from 'react'
import { addToCart } from '../cart/use-cart.ts'
import action from '../components/action.module.css'
import { useTexts } from '../language.tsx'
import classes from './add-to-cart.module.css'
import { nameOf } from './choice.ts'
import type { Product, Variant } from './prices.ts'
import { catalogueTexts } from './texts.ts'

interface AddProps {
  readonly product: Product
  readonly variant: Variant | undefined
}

/** What one person takes home at most. */
const QUANTITY_MAX = 99

export function AddToCart({ product, variant }: AddProps) {
  const t = useTexts(catalogueTexts)
  const most = Math.min(variant?.available ?? 0, QUANTITY_MAX)
  const [wish, setWish] = useState(1)
  const quantity = Math.min(wish, most)
  const canBuy = variant !== undefined && most > 0
  const submit = () => {
    if (!canBuy) return
    void addToCart({
      variantId: variant.id,
      quantity,
      productId: product.id,
      handle: product.handle,
      title: product.title,
      variantTitle: nameOf(product, variant),
      image: variant.image ?? product.images[0]?.url ?? null,
      unitPrice: variant.price,
    })
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {canBuy && <Quantity quantity={quantity} most={most} change={setWish} />}
      <button
        type="submit"
        className={`${action.action} ${action.filled} ${action.large} ${classes.add}`}
        disabled={!canBuy}
      >
        {canBuy ? t.add : variant ? t.soldOut : t.missing}
      </button>
    </form>
  )
}

interface QuantityProps {
  readonly quantity: number
  readonly most: number
  change(quantity: number): void
}

function Quantity({ quantity, most, change }: QuantityProps) {
  const t = useTexts(catalogueTexts)
  const id = useId()
  /** What stands in the field while it is written in. */
  const [written, setWritten] = useState<string>()
  const set = (wish: number) => {
    setWritten(undefined)
    change(Math.min(Math.max(1, Math.trunc(wish) || 1), most))
  }
  return (
    <div className={classes.quantity}>
      <button type="button" aria-label={t.less} disabled={quantity <= 1} onClick={() => set(quantity - 1)}>
        <Minus size={18} aria-hidden />
      </button>
      <label htmlFor={id} className={classes.label}>
        {t.quantity}
      </label>
      <input
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={written ?? quantity}
        onChange={({ currentTarget: { value } }) => {
          setWritten(value)
          if (/^[1-9]\d*$/.test(value) && Number(value) <= most) change(Number(value))
        }}
        onBlur={({ currentTarget }) => set(Number(currentTarget.value))}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') set(Number(currentTarget.value))
          if (key === 'ArrowUp') set(quantity + 1)
          if (key === 'ArrowDown') set(quantity - 1)
        }}
      />
      <button
        type="button"
        aria-label={t.moreOf}
        disabled={quantity >= most}
        onClick={() => set(quantity + 1)}
      >
        <Plus size={18} aria-hidden />
      </button>
    </div>
  )
}
