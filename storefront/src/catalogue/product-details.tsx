import { useLanguage, useTexts } from '../language.tsx'
import type { Product, Variant } from './prices.ts'
import classes from './product-details.module.css'
import { catalogueTexts } from './texts.ts'

interface DetailsProps {
  readonly product: Product
  readonly variant: Variant | undefined
}

export function ProductDetails({ product, variant }: DetailsProps) {
  const t = useTexts(catalogueTexts)
  const paragraphs = product.description.split(/\n\s*\n/).filter((text) => text.trim() !== '')
  return (
    <>
      {paragraphs.length > 0 && (
        <section aria-labelledby="description">
          <h2 id="description" className={classes.title}>
            {t.description}
          </h2>
          {paragraphs.map((text) => (
            <p key={text} className={classes.paragraph}>
              {text}
            </p>
          ))}
        </section>
      )}
      <Facts product={product} variant={variant} />
    </>
  )
}

function Facts({ product, variant }: DetailsProps) {
  const t = useTexts(catalogueTexts)
  const weight = useWeight()
  const facts = [
    [t.sku, variant?.sku],
    [t.weight, variant && variant.weightGrams > 0 ? weight(variant.weightGrams) : null],
    [t.type, product.type],
    [t.tags, product.tags.join(', ')],
  ].filter(([, value]) => value)
  if (facts.length === 0) return null
  return (
    <section aria-labelledby="details">
      <h2 id="details" className={classes.title}>
        {t.details}
      </h2>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const KILOGRAM = 1000

function useWeight(): (grams: number) => string {
  const { locale } = useLanguage()
  return (grams) => {
    const isHeavy = grams >= KILOGRAM
    return new Intl.NumberFormat(locale, { style: 'unit', unit: isHeavy ? 'kilogram' : 'gram' }).format(
      isHeavy ? grams / KILOGRAM : grams,
    )
  }
}
