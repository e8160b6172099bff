import type { Doc } from './values.ts'

/** The server's names of its error codes, from its `error_codes.yml`: those that are answered here. */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  HostUnreachable: 6,
  HostNotFound: 7,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  CommandNotFound: 59,
  ImmutableField: 66,
  InvalidIdField: 53,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  InvalidLength: 16,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  NetworkTimeout: 89,
  ShutdownInProgress: 91,
  UnsatisfiableWriteConcern: 100,
  WriteConflict: 112,
  ConflictingOperationInProgress: 117,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  PrimarySteppedDown: 189,
  TransactionTooOld: 225,
  NotImplemented: 238,
  SnapshotTooOld: 239,
  SnapshotUnavailable: 246,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  ExceededTimeLimit: 262,
  OperationNotSupportedInTransaction: 263,
  IncompleteTransactionHistory: 217,
  InvalidResumeToken: 260,
  InvalidIndexSpecificationOption: 197,
  ChangeStreamHistoryLost: 286,
  SocketException: 9001,
  NotWritablePrimary: 10107,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  InterruptedAtShutdown: 11600,
  InterruptedDueToReplStateChange: 11602,
  NotPrimaryNoSecondaryOk: 13435,
  NotPrimaryOrSecondary: 13436,
  Location40324: 40324,
  IDLFailedToParse: 40414,
  IDLUnknownField: 40415,
  Location50840: 50840,
} as const

export type CodeName = keyof typeof CODES

const names = new Map<number, string>(Object.entries(CODES).map(([name, code]) => [code, name]))

/** Codes without a name are called by their place in the server's source. */
export const codeNameOf = (code: number): string => names.get(code) ?? `Location${code}`

/** What a command is refused with. It reaches the client in the shape of the server's own errors. */
export class CommandError extends Error {
  readonly code: number
  readonly codeName: string
  /** Further fields of the reply: `keyPattern`, `errorLabels`, … */
  readonly info: Doc

  constructor(code: CodeName | number, message: string, info: Doc = {}) {
    super(message)
    this.name = 'CommandError'
    this.code = typeof code === 'number' ? code : CODES[code]
    this.codeName = typeof code === 'number' ? codeNameOf(code) : code
    this.info = info
  }

  is(code: CodeName): boolean {
    return this.code === CODES[code]
  }
}

/** For what the real server can and this one cannot: it says so, and never makes up an answer. */
export const notKnownHere = (what: string): CommandError =>
  new CommandError('NotImplemented', `The stand-in for MongoDB does not know ${what}.`)

/** The codes that the server's catalogue calls retriable. */
const RETRIABLE = new Set<number>([
  CODES.HostUnreachable,
  CODES.HostNotFound,
  CODES.NetworkTimeout,
  CODES.ShutdownInProgress,
  CODES.PrimarySteppedDown,
  CODES.ExceededTimeLimit,
  CODES.SocketException,
  CODES.NotWritablePrimary,
  CODES.InterruptedAtShutdown,
  CODES.InterruptedDueToReplStateChange,
  CODES.NotPrimaryNoSecondaryOk,
  CODES.NotPrimaryOrSecondary,
])

const STATE_CHANGES = new Set<number>([
  CODES.PrimarySteppedDown,
  CODES.NotWritablePrimary,
  CODES.InterruptedDueToReplStateChange,
  CODES.NotPrimaryNoSecondaryOk,
  CODES.NotPrimaryOrSecondary,
])

/** Whether an error tells the client that the server's role has changed. */
export const isStateChange = (code: number): boolean => STATE_CHANGES.has(code)

const TRANSIENT = new Set<number>([CODES.WriteConflict, CODES.SnapshotUnavailable, CODES.SnapshotTooOld])

const RESUMABLE = new Set<number>([...RETRIABLE, CODES.CursorNotFound])

/** In what an error happened: decides which labels the server puts on it. */
export interface Circumstances {
  readonly inTransaction: boolean
  readonly endsTransaction: boolean
  readonly retryable: boolean
  readonly changeStream: boolean
}

/** The labels that tell drivers what to try again: a command, a whole transaction, a change stream. */
export function labelsOf(code: number, at: Circumstances): string[] {
  const labels: string[] = []
  if (at.endsTransaction) {
    if (code === CODES.NoSuchTransaction) labels.push('TransientTransactionError')
    if (RETRIABLE.has(code)) labels.push('RetryableWriteError')
  } else if (at.inTransaction) {
    const isTransient = TRANSIENT.has(code) || RETRIABLE.has(code) || code === CODES.NoSuchTransaction
    if (isTransient) labels.push('TransientTransactionError')
  } else if (at.retryable && RETRIABLE.has(code)) labels.push('RetryableWriteError')
  if (at.changeStream && RESUMABLE.has(code)) labels.push('ResumableChangeStreamError')
  if (code === CODES.ChangeStreamHistoryLost) labels.push('NonResumableChangeStreamError')
  return labels
}
