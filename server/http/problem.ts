import { Fault, type FaultDetails, faults } from '#kernel/fault.ts'
import { Type } from '#kernel/schema.ts'
import { StoreLimit } from '#store/engine.ts'

export const httpFaults = faults('http', {
  notFound: [404, 'There is nothing at this address.'],
  malformed: [400, 'The request could not be read.'],
  invalid: [422, 'Some fields are not as they must be.'],
  invalidQuery: [400, 'Some query parameters are not as they must be.'],
  tooLarge: [413, 'The request is larger than this address accepts.'],
  timeout: [408, 'The request did not arrive in time.'],
  addressTooLong: [414, 'The address of the request is longer than this server reads.'],
  headersTooLarge: [431, 'The headers of the request are larger than this server accepts.'],
  unsupportedType: [415, 'Send the body as application/json.'],
  tooMany: [429, 'Too many requests. Wait as long as Retry-After says.'],
  busy: [503, 'The shop is busier than it can serve well right now. Try again in a moment.'],
  stopping: [503, 'The shop is restarting. Try again in a moment.'],
  preconditionFailed: [412, 'This was changed since you read it. Read it again, then repeat the change.'],
  noPrecondition: [400, 'If-Match is not supported at this address.'],
  internal: [500, 'Something went wrong on our side. It has been logged under this request id.'],
})

/** RFC 9457. `code` is stable and ours; further members come from the fault's details. */
export interface Problem extends FaultDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly requestId: string
}

export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable, for programs' }),
    detail: Type.String({ description: 'For people: what is wrong and what to do' }),
    requestId: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }), {
        description: 'Which fields were refused, and why',
      }),
    ),
  },
  { additionalProperties: true },
)

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Unauthorized',
  402: 'Payment required',
  403: 'Forbidden',
  404: 'Not found',
  408: 'Request timeout',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Content too large',
  414: 'URI too long',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  429: 'Too many requests',
  431: 'Request header fields too large',
  500: 'Internal server error',
  503: 'Service unavailable',
}

export const toProblem = (fault: Fault, requestId: string): Problem => ({
  ...fault.details,
  type: `/docs/errors#${fault.code}`,
  title: TITLES[fault.status] ?? 'Error',
  status: fault.status,
  code: fault.code,
  detail: fault.message,
  requestId,
})

interface ValidationError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
}

interface FrameworkError {
  readonly code?: string
  readonly statusCode?: number
  readonly message?: string
  readonly validation?: readonly ValidationError[]
  readonly validationContext?: string
}

/**
 * Whatever was thrown, as a fault. What is neither ours nor the framework's is a bug: 500, and nothing leaks.
 */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (error instanceof StoreLimit) return httpFaults.invalid({ message: error.message, cause: error })
  const { code, statusCode, message, validation, validationContext } = (error ?? {}) as FrameworkError
  if (validation) return fromValidation(validation, validationContext ?? 'body')
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return httpFaults.tooLarge({ cause: error })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return httpFaults.unsupportedType({ cause: error })
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return httpFaults.notFound({ cause: error })
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return httpFaults.malformed({
      message: `The request could not be read: ${message?.slice(0, 200)}`,
      cause: error,
    })
  }
  return httpFaults.internal({ cause: error })
}

function fromValidation(found: readonly ValidationError[], part: string): Fault {
  if (part === 'params') return httpFaults.notFound()
  const errors = found.map((each) => ({ field: fieldOf(each), reason: reasonOf(each) }))
  const list = errors.map(({ field, reason }) => `${field || part}: ${reason}`).join('; ')
  const kind = part === 'body' ? httpFaults.invalid : httpFaults.invalidQuery
  return kind({ message: `Not accepted — ${list}.`, details: { errors } })
}

function fieldOf({ instancePath, keyword, params }: ValidationError): string {
  const steps = instancePath.split('/').slice(1)
  if (keyword === 'required') steps.push(String(params.missingProperty))
  if (keyword === 'additionalProperties') steps.push(String(params.additionalProperty))
  return steps.join('.')
}

function reasonOf({ keyword, params, message }: ValidationError): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a known field'
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params.allowedValues)}`
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`
  return message ?? 'is not valid'
}
