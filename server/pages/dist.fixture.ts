import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const SCRIPT = '/* the storefront */'.repeat(100)
export const INLINE = 'document.documentElement.dataset.on = "1"'

const html = (name: string, base: string) => `<!doctype html>
<html lang="en">
<head>
<script>${INLINE}</script>
<title>${name}</title>
<!-- head -->
<script type="module" crossorigin src="${base}assets/index-1.js"></script>
</head>
<body>
<div id="root"></div>
<!-- first data -->
</body>
</html>
`

const manifest = {
  'index.html': { file: 'assets/index-1.js', isEntry: true, imports: ['_shared.js'] },
  '_shared.js': { file: 'assets/shared-1.js' },
  '_price.js': { file: 'assets/price-1.js', css: ['assets/price-1.css'] },
  'src/pages/product.tsx': {
    file: 'assets/product-1.js',
    css: ['assets/product-1.css'],
    imports: ['index.html', '_price.js', '_shared.js'],
  },
}

export interface PagesRoot {
  readonly root: string
  write(files: Readonly<Record<string, string | Buffer>>): Promise<void>
  remove(): Promise<void>
}

/** A folder with nothing in it but what is written. */
export async function createRoot(): Promise<PagesRoot> {
  const root = await mkdtemp(join(tmpdir(), 'marketsquare-pages-'))
  return {
    root,
    async write(files) {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true })
        await writeFile(join(root, path), content)
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

const dist = (name: string, base: string, stamp: string) => ({
  [`${name}/dist/index.html`]: html(name, base),
  [`${name}/dist/.stamp`]: stamp,
  [`${name}/dist/.vite/manifest.json`]: JSON.stringify(manifest),
  [`${name}/dist/favicon.svg`]: '<svg/>',
  [`${name}/dist/assets/index-1.js`]: SCRIPT,
  [`${name}/dist/assets/index-1.js.br`]: 'as brotli',
  [`${name}/dist/assets/index-1.js.gz`]: gzipSync(SCRIPT),
  [`${name}/dist/assets/small-1.js`]: 'small',
})

/** Both rooms as a build would leave them. */
export const built = (stamp = 'stamp-1') => ({
  ...dist('storefront', '/', stamp),
  ...dist('admin', '/admin/', stamp),
})
