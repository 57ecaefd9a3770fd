import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScrubber } from './scrub.ts';

const SECRET = 'p<ä"ss\\w rd&1/+';
const scrub = (text: string, ...secrets: string[]) => createScrubber(new Set(secrets)).text(text);

test.each([
  ['as it is', (text: string) => text],
  ['in JSON', (text: string) => JSON.stringify(text)],
  [
    'in JSON of jsonencode()',
    (text: string) => JSON.stringify(text).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  ],
  ['in JSON in JSON', (text: string) => JSON.stringify(JSON.stringify(text))],
  ['in a URL', (text: string) => encodeURIComponent(text)],
  ['in a form', (text: string) => new URLSearchParams({ text }).toString()],
  ['in HTML', (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')],
])('a secret %s is found in a longer text', (_, encode) => {
  const result = scrub(`before ${encode(SECRET)} after`, SECRET);
  expect(result).toMatch(/^before \S*\(sensitive\)\S* after$/);
  expect(result).not.toContain('rd');
});

test.each([0, 1, 2, 3])('base64 gives nothing away, with %i bytes before it', (offset) => {
  const encoded = Buffer.from(`${'#'.repeat(offset)}${SECRET}-tail`).toString('base64');
  expect(scrub(`data: ${encoded}`, SECRET)).toBe('data: (sensitive)');
});

test('an indented certificate is found by its lines', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n';
  expect(scrub(key.replace(/^/gm, '    '), key)).not.toMatch(/MIIE|kqhk/);
});

test('six characters in a row of a passphrase or of a token in an address are found, public parts stay', () => {
  expect(scrub('the battery is low', 'correct horse battery staple')).toBe('the (sensitive) is low');
  const webhook = 'https://hooks.example.test/services/T0AB12CD/xoxb9Kq3Lm2P';
  expect(scrub('hooks.example.test/services says 9Kq3Lm and T0AB12CD', webhook)).toBe(
    'hooks.example.test/services says (sensitive) and (sensitive)',
  );
  expect(scrub('secret:db-AbCdEf', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf')).toBe(
    'secret:db-AbCdEf',
  );
});

test('short secrets are left to their own masks, overlapping ones leave no rest', () => {
  expect(scrub('abc', 'abc')).toBe('abc');
  expect(scrub('xabcx', 'abc')).toBe('xabcx');
  expect(scrub('-abcdefghi-', 'abcdef', 'defghi')).toBe('-(sensitive)-');
  expect(scrub('abcdefghij', 'abcdef', 'abcdefgh')).toBe('(sensitive)ij');
});

test('for any text and secrets, no secret of 6 characters is left and other text stays', () => {
  const secret = fc
    .string({ minLength: 6, maxLength: 20, unit: 'binary-ascii' })
    .filter((text) => !'(sensitive)'.includes(text));
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 5 }),
      fc.array(fc.string(), { maxLength: 5 }),
      (secrets, parts) => {
        const text = parts.map((part, index) => part + (secrets[index % secrets.length] ?? '')).join('|');
        const rest = scrub(text, ...secrets).replaceAll('(sensitive)', '\u0000\u0001');
        for (const one of secrets) expect(rest).not.toContain(one.trim().length >= 6 ? one.trim() : one);
      },
    ),
  );
  expect(scrub('nothing to hide', 'something else')).toBe('nothing to hide');
});
