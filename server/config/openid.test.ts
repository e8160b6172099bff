import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { readOpenid } from './openid.ts'

type Env = Record<string, string>

const dir = mkdtempSync(join(tmpdir(), 'marketsquare-'))
after(() => rmSync(dir, { recursive: true }))

const read = (env: Env, production = false) => {
  const problems: string[] = []
  return { providers: readOpenid(env, problems, production), problems: problems.sort() }
}

const pemOf = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'pem', type: 'pkcs8' }) as string

const GOOGLE = { OPENID_GOOGLE_CLIENT_ID: 'id', OPENID_GOOGLE_CLIENT_SECRET: 'hush' }
const APPLE = { OPENID_APPLE_CLIENT_ID: 'web', OPENID_APPLE_TEAM_ID: 'T', OPENID_APPLE_KEY_ID: 'K' }

describe('the providers to sign in with', () => {
  it('are none where none is named', () => {
    assert.deepEqual(read({ PATH: '/bin', OPENID_GOOGLE_CLIENT_ID: '' }), { providers: [], problems: [] })
  })

  it('need an id and a secret where they are well known', () => {
    const { providers } = read({
      ...GOOGLE,
      OPENID_MICROSOFT_CLIENT_ID: 'm',
      OPENID_MICROSOFT_CLIENT_SECRET: 's',
    })
    assert.deepEqual(providers, [
      {
        name: 'google',
        kind: 'google',
        label: 'Google',
        issuer: 'https://accounts.google.com',
        clientId: 'id',
        credential: { kind: 'secret', secret: 'hush' },
      },
      {
        name: 'microsoft',
        kind: 'microsoft',
        label: 'Microsoft',
        issuer: 'https://login.microsoftonline.com/common/v2.0',
        clientId: 'm',
        credential: { kind: 'secret', secret: 's' },
      },
    ])
  })

  it('may be any issuer under a name of one’s own', () => {
    const env = {
      OPENID_ACME_WORKS_ISSUER: 'https://id.acme.example/realms/staff',
      OPENID_ACME_WORKS_CLIENT_ID: 'shop',
      OPENID_ACME_WORKS_CLIENT_SECRET: 'hush',
      OPENID_ACME_WORKS_LABEL: 'Acme Works',
    }
    const [provider] = read(env).providers
    assert.deepEqual(
      [provider?.name, provider?.kind, provider?.label],
      ['acme-works', 'issuer', 'Acme Works'],
    )
    assert.equal(provider?.issuer, env.OPENID_ACME_WORKS_ISSUER)
  })

  it('can keep their secret in a file', () => {
    const file = join(dir, 'secret')
    writeFileSync(file, 'from a file\n')
    const { OPENID_GOOGLE_CLIENT_SECRET: _, ...env } = { ...GOOGLE, OPENID_GOOGLE_CLIENT_SECRET_FILE: file }
    assert.deepEqual(read(env).providers[0]?.credential, { kind: 'secret', secret: 'from a file' })
  })

  it('of Microsoft can be one tenant’s', () => {
    const env = {
      OPENID_MICROSOFT_CLIENT_ID: 'm',
      OPENID_MICROSOFT_CLIENT_SECRET: 's',
      OPENID_MICROSOFT_TENANT: 'acme',
    }
    assert.equal(read(env).providers[0]?.issuer, 'https://login.microsoftonline.com/acme/v2.0')
  })

  it('of Apple have a key in place of a secret, its line breaks written out or not', () => {
    const pem = pemOf('P-256')
    for (const text of [pem, pem.replaceAll('\n', '\\n')]) {
      const { providers, problems } = read({ ...APPLE, OPENID_APPLE_PRIVATE_KEY: text })
      assert.deepEqual(problems, [])
      assert.deepEqual(providers[0]?.credential, { kind: 'key', teamId: 'T', keyId: 'K', privateKey: pem })
    }
  })

  it('are reported with everything that is wrong, and never with a secret', () => {
    const { providers, problems } = read({
      ...GOOGLE,
      OPENID_GOOGLE_CLIENT_SECRET_FILE: '/nowhere',
      OPENID_GOOGLE_TENANT: 'acme',
      OPENID_GOOGLE_CLIENT_SECRETS: 'hush',
      OPENID_ACME_ISSUER: 'id.acme.example',
      OPENID_ACME_CLIENT_SECRET_FILE: join(dir, 'absent'),
      ...APPLE,
      OPENID_APPLE_PRIVATE_KEY: pemOf('P-384'),
    })
    assert.deepEqual(providers, [])
    assert.deepEqual(problems, [
      'OPENID_ACME_CLIENT_ID: must be set for acme to be a way to sign in.',
      `OPENID_ACME_CLIENT_SECRET_FILE=${join(dir, 'absent')}: cannot be read (ENOENT).`,
      'OPENID_ACME_ISSUER=id.acme.example: must be an address such as https://id.example.',
      'OPENID_APPLE_PRIVATE_KEY: must be a private key in PEM on the curve P-256, as Apple gives it.',
      'OPENID_GOOGLE_CLIENT_SECRET: set it or OPENID_GOOGLE_CLIENT_SECRET_FILE, one of the two.',
      'OPENID_GOOGLE_CLIENT_SECRETS: is not known. Providers are set by OPENID_<NAME>_CLIENT_ID and the like.',
      'OPENID_GOOGLE_TENANT: has no meaning here. Known are ISSUER, CLIENT_ID, LABEL, CLIENT_SECRET, CLIENT_SECRET_FILE.',
    ])
    assert.ok(!problems.join().includes('hush'))
  })

  it('want TLS in production, but for networks of one’s own', () => {
    const env = {
      OPENID_ACME_ISSUER: 'http://10.0.0.7:8080',
      OPENID_ACME_CLIENT_ID: 'shop',
      OPENID_ACME_CLIENT_SECRET: 'hush',
    }
    assert.equal(read(env).providers.length, 1)
    assert.deepEqual(read(env, true).problems, [
      'OPENID_ACME_ISSUER=http://10.0.0.7:8080: must begin with https://, or OUTBOUND_ALLOW name its network.',
    ])
    assert.equal(read({ ...env, OUTBOUND_ALLOW: '10.0.0.0/8' }, true).providers.length, 1)
  })
})
