import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useCartDrawer } from '../cart/use-cart.ts'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import classes from './layout.module.css'

const CartDrawer = lazy(async () => ({ default: (await import('../cart/cart-drawer.tsx')).CartDrawer }))

export function Layout() {
  const t = useTexts(commonTexts)
  const { isOpen } = useCartDrawer()
  const [wasOpened, setWasOpened] = useState(false)
  useEffect(() => {
    if (isOpen) setWasOpened(true)
  }, [isOpen])
  return (
    <>
      <a href="#content" className={classes.skip}>
        {t.skip}
      </a>
      <Header />
      <main id="content" className={classes.main} tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      {wasOpened && (
        <Suspense>
          <CartDrawer />
        </Suspense>
      )}
    </>
  )
}
