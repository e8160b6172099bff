import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createWeb, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createServer, type ViteDevServer } from 'vite'

// `npm run dev`: the server, begun anew when its sources change, and both front ends, which change in the
// browser as they are written. All of it at one address, so cookies and links are as they will be.

const ROOT = join(import.meta.dirname, '..')
const { HOST: host = '127.0.0.1', PORT = '4000' } = process.env
const port = Number(PORT)
const address = process.env.PUBLIC_URL ?? `http://localhost:${port}`
/** The next one, where the server answers to the proxy here. */
const api = `http://${host}:${port + 1}`
const OF_THE_SERVER = '^/(api|docs|openapi\\.json|healthz|readyz|metrics)(?=[/?]|$)'
const STOP_MAX_MS = 15_000

const web = createWeb((request, response) => roomFor(request).middlewares(request, response))
const [storefront, admin] = await Promise.all([openRoom('storefront', true), openRoom('admin')])
web.listen(port, host)
await once(web, 'listening')
console.log(`\n  Storefront              ${address}/\n  Admin                   ${address}/admin`)
const server = startServer()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0))
server.once('exit', (code) => void stop(code ?? 1))

/** Each front end with its own settings, without a port of its own. */
function openRoom(name: string, isProxy = false): Promise<ViteDevServer> {
  return createServer({
    root: join(ROOT, name),
    configFile: join(ROOT, name, 'vite.config.ts'),
    clearScreen: false,
    server: {
      middlewareMode: { server: web },
      hmr: { server: web },
      // The host stays as the browser named it: by that the server knows a page of its own.
      ...(isProxy && { proxy: { [OF_THE_SERVER]: { target: api, changeOrigin: false } } }),
    },
  })
}

function roomFor(request: IncomingMessage): ViteDevServer {
  const { url = '/' } = request
  if (!/^\/admin(?=[/?]|$)/.test(url)) return storefront
  request.url = url.replace(/^\/admin(?!\/)/, '/admin/')
  return admin
}

function startServer() {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--watch', 'server/main.ts'],
    {
      cwd: ROOT,
      stdio: ['inherit', 'pipe', 'inherit'],
      env: { ...process.env, PORT: String(port + 1), PUBLIC_URL: address, PAGES: 'off' },
    },
  )
  // What it says of its address is true of this one, too.
  createInterface(child.stdout).on('line', (line) => console.log(line.replaceAll(api, address)))
  return child
}

async function stop(code: number): Promise<void> {
  server.removeAllListeners('exit')
  const late = setTimeout(() => server.kill('SIGKILL'), STOP_MAX_MS)
  if (server.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  clearTimeout(late)
  web.closeAllConnections()
  web.close()
  await Promise.all([storefront.close(), admin.close()])
  process.exit(code)
}
