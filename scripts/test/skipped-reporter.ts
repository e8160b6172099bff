import type { TestEvent } from 'node:test/reporters'

/** A test that was not tried, and why. */
export interface Skipped {
  readonly file: string
  readonly name: string
  readonly why: string
}

/** For Node's test runner: a line of JSON for each test that was skipped. */
async function* reportSkipped(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' || data.skip === undefined) continue
    const skipped: Skipped = {
      file: data.file ?? '',
      name: data.name,
      why: typeof data.skip === 'string' ? data.skip : '',
    }
    yield `${JSON.stringify(skipped)}\n`
  }
}

// The runner takes what a reporter's file exports by this name.
export { reportSkipped as default }
