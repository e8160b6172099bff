import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRedis } from './redis.ts'

function read(url: string | undefined) {
  const problems: string[] = []
  return { redis: readRedis({ REDIS_URL: url }, problems), problems }
}

test('REDIS_URL is the address of a server, of a cluster, or of several of its servers', () => {
  const urls = [
    'redis://127.0.0.1:6379',
    'rediss://shop:secret@redis.example:6380/2',
    'redis://redis.example?cluster=true',
    'redis://a.example:6379, redis://b.example:6379',
  ]
  for (const url of urls) assert.deepEqual(read(url), { redis: { url }, problems: [] })
})

test('without it each process keeps to itself', () => {
  for (const url of [undefined, '']) assert.deepEqual(read(url), { redis: null, problems: [] })
})

test('what is no such address is refused, without showing what may be a password', () => {
  for (const url of ['http://:hunter2@a.example', 'redis://a.example,hunter2']) {
    const { redis, problems } = read(url)
    assert.equal(redis, null)
    assert.match(problems[0] ?? '', /^REDIS_URL=.*must be an address/)
    assert.doesNotMatch(problems[0] ?? '', /hunter2/)
  }
})
