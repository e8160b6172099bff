import assert from 'node:assert/strict'
import test from 'node:test'
import { createDurations } from './durations.ts'

const page = { method: 'GET', route: '/api/products/:idOrHandle', status: 200 }

test('each bucket counts what took no longer than its bound', () => {
  const durations = createDurations()
  for (const seconds of [0.0004, 0.001, 0.3, 60]) durations.add(page, seconds)
  const labels = 'method="GET",route="/api/products/:idOrHandle",status="200"'
  const text = durations.toText()
  const bucket = (bound: string) => Number(text.split(`_bucket{le="${bound}",${labels}} `)[1]?.split('\n')[0])
  assert.deepEqual(['0.001', '0.0025', '0.25', '0.5', '10', '+Inf'].map(bucket), [2, 2, 2, 3, 3, 4])
  assert.ok(text.startsWith('# HELP http_request_duration_seconds '))
  assert.ok(text.includes('\n# TYPE http_request_duration_seconds histogram\n'))
  assert.ok(text.endsWith(`_sum{${labels}} 60.3014\nhttp_request_duration_seconds_count{${labels}} 4\n`))
})

test('what several processes measured adds up', () => {
  const [mine, other] = [createDurations(), createDurations()]
  mine.add(page, 0.0004)
  other.add(page, 0.0003)
  other.add({ ...page, status: 404 }, 20)
  mine.addAll(structuredClone(other.toList()))
  assert.equal(mine.toText().match(/_count\{.*\} 2\n/g)?.length, 1)
  assert.match(mine.toText(), /_sum\{.*status="200"\} 0\.0007\n/)
  assert.match(mine.toText(), /le="10",.*status="404"\} 0\n/)
  assert.match(mine.toText(), /_count\{.*status="404"\} 1\n/)
})

test('replies are told apart by method, route and status', () => {
  const durations = createDurations()
  for (const other of [
    page,
    { ...page, method: 'HEAD' },
    { ...page, status: 304 },
    { ...page, route: 'none' },
  ])
    durations.add(other, 0.01)
  assert.equal(durations.toText().match(/_count\{.*\} 1\n/g)?.length, 4)
})
