import { describe, expect, it } from 'vitest';
import { answerOf } from './refusal.ts';

describe('an error of AWS', () => {
  const error = { code: 'Limit', message: '1 < 2 & 3 > 2' };
  const escaped = '<Code>Limit</Code><Message>1 &lt; 2 &amp; 3 &gt; 2</Message>';

  it.each([
    ['ec2', `<Response><Errors><Error>${escaped}</Error></Errors><RequestID>sandbox</RequestID></Response>`],
    [
      'query',
      `<ErrorResponse><Error><Type>Sender</Type>${escaped}</Error><RequestId>sandbox</RequestId></ErrorResponse>`,
    ],
    ['rest-xml', `<Error>${escaped}<RequestId>sandbox</RequestId></Error>`],
  ] as const)('is XML in the protocol %s', (protocol, body) => {
    expect(answerOf({ ...error, status: 409 }, protocol)).toEqual({ status: 409, contentType: 'text/xml', body });
  });

  it.each(['json', 'rest-json'] as const)('is JSON in the protocol %s', (protocol) => {
    expect(answerOf(error, protocol)).toEqual({
      status: 400,
      contentType: 'application/x-amz-json-1.1',
      body: '{"__type":"Limit","message":"1 < 2 & 3 > 2"}',
    });
  });
});
