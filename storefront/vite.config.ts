import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    // The server puts what a page needs into its head, by the manifest.
    manifest: true,
    // A file of its own stays with the browser, whatever else changes.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // It counts gzip once more; the builder compresses everything anyway.
    reportCompressedSize: false,
    // Icons are a barrel of thousands. What nobody takes out of it is not read: a third less time and memory.
    rolldownOptions: { experimental: { lazyBarrel: true } },
  },
})
