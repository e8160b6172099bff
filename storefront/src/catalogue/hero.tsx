import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { usePage } from '../components/use-page.ts'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { type Category, childrenOf } from './category-tree.ts'
import classes from './hero.module.css'
import { Picture } from './picture.tsx'
import { newestQuery } from './queries.ts'
import { catalogueTexts } from './texts.ts'

const ARCHES = 3

/** The shop's name over the door, and beside it an arcade with pictures of what is inside. */
export function Hero({ categories }: { categories: readonly Category[] }) {
  const t = useTexts(catalogueTexts)
  const { data } = useQuery(shop.query('/shop'))
  const name = data?.name ?? ''
  const heading = usePage(name)
  return (
    <div className={classes.hero}>
      <div className={classes.inner}>
        <div className={classes.words}>
          <h1 className={classes.name} ref={heading} tabIndex={-1}>
            {name}
          </h1>
          <p className={classes.tagline}>{t.tagline}</p>
          <Link to="/search" className={classes.browse}>
            {t.browse}
            <ArrowRight size={18} aria-hidden />
          </Link>
        </div>
        <Arcade categories={categories} />
      </div>
    </div>
  )
}

/** From each part of the shop one; what is shown again further down only where there is nothing else. */
function Arcade({ categories }: { categories: readonly Category[] }) {
  const { data } = useQuery(newestQuery)
  const tops = childrenOf(categories, null)
  const within = tops.map(({ id }) => childrenOf(categories, id)[0]?.image)
  const products = data?.data.map(({ images }) => images[0]) ?? []
  const images = [...within, ...products, ...tops.map(({ image }) => image)]
    .filter((image) => image !== null && image !== undefined)
    .slice(0, ARCHES)
  if (images.length < ARCHES) return null
  return (
    <div className={classes.arcade}>
      {images.map((image, at) => (
        <div key={image.url} className={classes.arch}>
          <Picture image={image} isEager isMain={at === 1} />
        </div>
      ))}
    </div>
  )
}
