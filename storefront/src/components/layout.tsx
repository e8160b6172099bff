import { Outlet, useNavigate } from '@tanstack/react-router'
import { type ComponentType, Suspense, useEffect, useState } from 'react'
import { useCartDrawer } from '../cart/use-cart.ts'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import classes from './layout.module.css'

export function Layout() {
  const t = useTexts(commonTexts)
  const Drawer = useLoadedDrawer()
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
      {Drawer && <Drawer />}
    </>
  )
}

/** The drawer, once it was opened. Where its code cannot be had, the cart's page takes its place. */
function useLoadedDrawer(): ComponentType | undefined {
  const { isOpen, close } = useCartDrawer()
  const navigate = useNavigate()
  const [Drawer, setDrawer] = useState<ComponentType>()
  useEffect(() => {
    if (!isOpen || Drawer) return
    import('../cart/cart-drawer.tsx').then(
      ({ CartDrawer }) => setDrawer(() => CartDrawer),
      () => {
        close()
        void navigate({ to: '/cart' })
      },
    )
  }, [isOpen, Drawer, close, navigate])
  return Drawer
}
