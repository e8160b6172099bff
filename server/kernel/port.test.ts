import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPorts, port } from './port.ts'

const greeting = port<string>('greeting')

test('what is plugged in is what comes out, the last one last', () => {
  const ports = createPorts()
  ports.fill(greeting, 'Hello')
  ports.fill(greeting, 'Welcome')
  assert.equal(ports.use(greeting), 'Welcome')
})

test('a port is not its name: two of one name are two', () => {
  const ports = createPorts()
  ports.fill(greeting, 'Hello')
  assert.throws(() => ports.use(port<string>('greeting')), /Nothing is plugged into "greeting"/)
})
