import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

type Env = Record<string, string>

const ROOT = join(import.meta.dirname, '../')

function problemsOf(env: Env): string[] {
  try {
    readConfig(env)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    const [title, ...problems] = error.message.split('\n')
    assert.equal(title, 'The environment is not as it must be:')
    return problems.map((problem) => problem.replace(/^ {2}- /, ''))
  }
  return []
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    assert.deepEqual(readConfig({}), {
      host: '127.0.0.1',
      port: 4000,
      dataDir: './data',
      production: false,
      seed: 'demo',
      admin: null,
      testPayments: true,
      logLevel: 'info',
      publicUrl: 'http://127.0.0.1:4000',
      openid: [],
      passkeys: { domain: null, origins: [] },
      secretKeys: [],
      http: { trustProxy: false, corsOrigins: '*', rateLimits: true, concurrencyMax: 1_000 },
      pages: { mode: 'build', root: ROOT },
      outbound: { allow: [] },
      database: { kind: 'sqlite', file: join('data', 'marketsquare.db') },
      redis: null,
      role: 'all',
      processes: 1,
      rollingUpgrade: false,
    })
  })

  it('takes what is set', () => {
    const env = {
      HOST: '0.0.0.0',
      PORT: '8080',
      DATA_DIR: '/var/shop',
      NODE_ENV: 'production',
      SEED: 'none',
      ADMIN_EMAIL: 'owner@example.com',
      ADMIN_PASSWORD: 'correct horse',
      TEST_PAYMENTS: 'off',
      LOG_LEVEL: 'warn',
      PUBLIC_URL: 'https://shop.example/',
      TRUST_PROXY: '10.0.0.0/8',
      CORS_ORIGINS: 'https://shop.example, https://admin.example',
      RATE_LIMITS: 'off',
      CONCURRENCY_MAX: '50',
      OUTBOUND_ALLOW: '127.0.0.1, fd00::/8',
      DATABASE_URL: 'postgres://shop@db/shop',
      DATABASE_LISTEN_URL: 'postgres://shop@db:5433/shop',
      REDIS_URL: 'redis://cache:6379',
      ROLE: 'web',
      WEB_CONCURRENCY: '4',
      ROLLING_UPGRADE: 'on',
      PAGES: 'serve',
    }
    assert.deepEqual(readConfig(env), {
      host: '0.0.0.0',
      port: 8080,
      dataDir: '/var/shop',
      production: true,
      seed: 'none',
      admin: { email: 'owner@example.com', password: 'correct horse' },
      testPayments: false,
      logLevel: 'warn',
      publicUrl: 'https://shop.example',
      openid: [],
      passkeys: { domain: null, origins: [] },
      secretKeys: [],
      http: {
        trustProxy: '10.0.0.0/8',
        corsOrigins: ['https://shop.example', 'https://admin.example'],
        rateLimits: false,
        concurrencyMax: 50,
      },
      pages: { mode: 'serve', root: ROOT },
      outbound: { allow: ['127.0.0.1', 'fd00::/8'] },
      database: {
        kind: 'postgres',
        url: 'postgres://shop@db/shop',
        listenUrl: 'postgres://shop@db:5433/shop',
      },
      redis: { url: 'redis://cache:6379' },
      role: 'web',
      processes: 4,
      rollingUpgrade: true,
    })
  })

  it('takes what is set to nothing as not set', () => {
    const names = ['HOST', 'PORT', 'DATA_DIR', 'NODE_ENV', 'SEED', 'LOG_LEVEL', 'PUBLIC_URL', 'ADMIN_EMAIL']
    assert.deepEqual(readConfig(Object.fromEntries(names.map((name) => [name, '']))), readConfig({}))
  })

  it('reports every problem at once, each with the name, the value and what it must be', () => {
    const env = {
      PORT: '70000',
      NODE_ENV: 'prod',
      SEED: 'yes',
      ADMIN_EMAIL: 'owner',
      ADMIN_PASSWORD: 'short',
      TEST_PAYMENTS: 'no',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'shop.example',
      CORS_ORIGINS: 'https://shop.example/path,*',
      RATE_LIMITS: 'maybe',
      CONCURRENCY_MAX: '0',
      OUTBOUND_ALLOW: 'localhost, 10.0.0.0/33, ::1/128',
      DATABASE_URL: 'mysql://shop:secret@db/shop',
      REDIS_URL: 'http://shop:secret@cache',
      ROLE: 'boss',
      WEB_CONCURRENCY: '0',
      PAGES: 'none',
    }
    assert.deepEqual(problemsOf(env).sort(), [
      'ADMIN_EMAIL=owner: is not an e-mail address.',
      'ADMIN_PASSWORD: must have at least 10 characters.',
      'CONCURRENCY_MAX=0: must be a whole number from 1 to 100000.',
      'CORS_ORIGINS: "*" is not an origin such as https://shop.example.',
      'CORS_ORIGINS: "https://shop.example/path" is not an origin such as https://shop.example.',
      'DATABASE_URL=mysql:…: must be an address that begins with postgres://, mongodb://, mongodb+srv:// or sqlite:.',
      'LOG_LEVEL=loud: must be one of fatal, error, warn, info, debug, trace, silent.',
      'NODE_ENV=prod: must be one of development, production, test.',
      'OUTBOUND_ALLOW: "10.0.0.0/33" is not an address or range such as 10.1.0.0/16.',
      'OUTBOUND_ALLOW: "localhost" is not an address or range such as 10.1.0.0/16.',
      'PAGES=none: must be one of build, serve, off.',
      'PORT=70000: must be a whole number from 0 to 65535.',
      'PUBLIC_URL=shop.example: must be an address such as https://shop.example.',
      'RATE_LIMITS=maybe: must be one of on, off.',
      'REDIS_URL=http:…: must be an address such as redis://host:6379, or several of them.',
      'ROLE=boss: must be one of all, web, worker.',
      'SEED=yes: must be one of demo, none.',
      'TEST_PAYMENTS=no: must be one of on, off.',
      'WEB_CONCURRENCY=0: must be a whole number from 1 to 64.',
    ])
  })

  it('never repeats a password', () => {
    const [problem] = problemsOf({ ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: 'hunter2' })
    assert.ok(problem && !problem.includes('hunter2'))
  })

  it('wants an owner’s address and password together', () => {
    const together = ['ADMIN_EMAIL and ADMIN_PASSWORD go together: set both or neither.']
    assert.deepEqual(problemsOf({ ADMIN_EMAIL: 'owner@example.com' }), together)
    assert.deepEqual(problemsOf({ ADMIN_PASSWORD: 'correct horse' }), together)
  })

  it('refuses numbers that are none', () => {
    for (const PORT of ['4000.5', '-1', '4e3', 'http', ' 80']) assert.equal(problemsOf({ PORT }).length, 1)
  })

  it('makes the public address out of where it listens, an IPv6 address in brackets', () => {
    assert.equal(readConfig({ HOST: '::1', PORT: '80' }).publicUrl, 'http://[::1]:80')
  })

  it('trusts no proxy, every one, or those that are named', () => {
    const trusted = (TRUST_PROXY: string) => readConfig({ TRUST_PROXY }).http.trustProxy
    assert.deepEqual(['', 'false', 'true', '10.0.0.1'].map(trusted), [false, false, true, '10.0.0.1'])
  })

  it('lets no other site in where CORS_ORIGINS is empty', () => {
    assert.equal(readConfig({ CORS_ORIGINS: '' }).http.corsOrigins, null)
  })
})
