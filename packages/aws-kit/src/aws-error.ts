import { ServiceError } from '@loki-adoption/errors';

/** A call to AWS that failed for good: the SDK has already retried what can be retried. */
export class AwsError extends ServiceError {
  override readonly name = 'AwsError';
  readonly operation: string;
  /** The error code of AWS, such as `ThrottlingException`, or that of the connection, such as `ECONNREFUSED`. */
  readonly code: string;

  constructor(service: string, operation: string, cause: unknown) {
    const code = codeOf(cause);
    const hint = isAboutCredentials(code) ? '. Check the AWS credentials of this job or shell' : '';
    super(
      service,
      isRetryable(cause, code),
      `${service} ${operation} failed with ${code}: ${messageOf(cause)}${hint}`,
      { cause },
    );
    this.operation = operation;
    this.code = code;
  }
}

/** Runs a call and turns what it throws into an `AwsError`; a bug on the way stays what it is. */
export async function mapped<T>(service: string, operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw awsError(service, operation, error);
  }
}

/** The `AwsError` for what the SDK threw. JavaScript's own errors are bugs, ours or the SDK's, whatever the SDK has noted on them. */
export function awsError(service: string, operation: string, cause: unknown): unknown {
  const isBug = cause instanceof TypeError || cause instanceof RangeError || cause instanceof ReferenceError;
  return isBug ? cause : new AwsError(service, operation, cause);
}

/** Codes that the SDK and AWS use when there are no credentials, or none that are valid. */
function isAboutCredentials(code: string): boolean {
  return /^(CredentialsProviderError|ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|InvalidSignatureException|TokenRefreshRequired)$/.test(
    code,
  );
}

/** HTTP status of an answer that the SDK turned into an error; 0 when there was no answer. */
export function statusOf(error: unknown): number {
  const metadata = field(error, '$metadata');
  const status = field(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : 0;
}

const RETRYABLE_CODES =
  /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServerException|ServiceUnavailable|InternalError|InternalFailure|TimeoutError)/;

/** Of the operating system and its resolver, such as `ECONNRESET` and `EAI_AGAIN`; `ERR_…` is Node's own and is not retried. */
const CONNECTION_CODE = /^E(?!RR_)[A-Z_]+$/;

function isRetryable(error: unknown, code: string): boolean {
  return (
    statusOf(error) >= 500 ||
    CONNECTION_CODE.test(code) ||
    RETRYABLE_CODES.test(code) ||
    field(error, '$retryable') !== undefined
  );
}

function codeOf(error: unknown): string {
  const code = field(error, 'code');
  if (typeof code === 'string' && CONNECTION_CODE.test(code)) return code;
  const name = field(error, 'name');
  return typeof name === 'string' && name !== '' ? name : 'UnknownError';
}

function messageOf(error: unknown): string {
  const message = field(error, 'message');
  return typeof message === 'string' && message !== '' ? message : 'no message';
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
