import { describe, expect, test } from 'vitest';
import { AwsError, mapped, statusOf } from './aws-error.ts';

/** An error as the SDK throws it for an answer. */
function answered(name: string, status: number, more: object = {}): Error {
  return Object.assign(new Error('said so'), { name, $metadata: { httpStatusCode: status }, ...more });
}

/** An error as Node throws it without one. */
function lost(code: string): Error {
  return Object.assign(new Error('said so'), { code, $metadata: { httpStatusCode: undefined } });
}

const wrap = (cause: unknown) => new AwsError('ECS', 'UpdateService', cause);

test('names service, operation and code, and keeps the cause', () => {
  const cause = answered('ServiceNotFoundException', 400);
  const error = wrap(cause);
  expect(error).toMatchObject({
    name: 'AwsError',
    message: 'ECS UpdateService failed with ServiceNotFoundException: said so',
    service: 'ECS',
    operation: 'UpdateService',
    code: 'ServiceNotFoundException',
  });
  expect(error.cause).toBe(cause);
});

test.each([
  [answered('ThrottlingException', 400)],
  [answered('TooManyRequestsException', 429)],
  [answered('RequestLimitExceeded', 400)],
  [answered('SlowDown', 503)],
  [answered('ServerException', 200)],
  [answered('ServiceUnavailable', 200)],
  [answered('InternalError', 200)],
  [answered('InternalFailure', 200)],
  [Object.assign(new Error('said so'), { name: 'TimeoutError' })],
  [answered('UnheardOf', 500)],
  [answered('UnheardOf', 400, { $retryable: {} })],
  [lost('ECONNREFUSED')],
  [lost('ECONNRESET')],
  [lost('EAI_AGAIN')],
])('the same call may succeed later: %o', (cause) => {
  expect(wrap(cause).retryable).toBe(true);
});

test.each([
  [answered('AccessDeniedException', 403)],
  [answered('ServiceNotFoundException', 400)],
  [answered('ExpiredToken', 400)],
  [answered('EC2AccessDeniedException', 400)],
  [answered('ACCESS_DENIED', 403)],
  [answered('UnheardOf', 499)],
  [lost('ERR_TLS_CERT_ALTNAME_INVALID')],
  [new Error('a bug')],
])('the same call fails again: %o', (cause) => {
  expect(wrap(cause).retryable).toBe(false);
});

describe('the code', () => {
  test('of a lost connection is that of the connection', () => {
    expect(wrap(lost('ECONNREFUSED')).code).toBe('ECONNREFUSED');
    expect(wrap(lost('EAI_AGAIN')).code).toBe('EAI_AGAIN');
  });

  test.each([['E'], ['ERR_HTTP2_ERROR'], ['xECONNRESET'], ['ECONNRESET 2'], ['404'], [404]])(
    'is not %s, which is the code of something else',
    (code) => {
      expect(wrap(answered('Named', 400, { code })).code).toBe('Named');
    },
  );

  test.each([undefined, null, 'text', 7, {}, { name: '' }, { name: 7, message: 7 }, { message: '' }])(
    'of %o, which says nothing, is UnknownError',
    (cause) => {
      expect(wrap(cause).message).toBe('ECS UpdateService failed with UnknownError: no message');
      expect(wrap(cause).retryable).toBe(false);
    },
  );
});

test('the status of what got no answer is 0', () => {
  expect(statusOf(answered('X', 412))).toBe(412);
  for (const error of [undefined, null, 'text', new Error('x'), lost('EPIPE'), { $metadata: null }]) {
    expect(statusOf(error)).toBe(0);
  }
});

test('a mapped call gives its value, or its error by name', async () => {
  expect(await mapped('ECS', 'ListTasks', async () => 7)).toBe(7);
  const failing = mapped('ECS', 'ListTasks', () => Promise.reject(answered('ClientException', 400)));
  await expect(failing).rejects.toThrow(AwsError);
  await expect(failing).rejects.toThrow('ECS ListTasks failed with ClientException: said so');
});
