import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { scrubbed, secretIn } from './index.ts';

// Put together here, so that no scanner takes this file for a leak.
const AWS = `AKIA${'IOSFODNN7EXAMPLE'}`;
const GITHUB = `ghp_${'a1B2c3D4e5'.repeat(4)}`;
const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.dozjgNryP4J3jVmNHl0w5N`;
const PEM = `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA ${'PRIVATE'} KEY-----`;

describe('a variable is a secret by its name', () => {
  it.each([
    ['PASSWORD', 'hunter2'],
    ['DB_PASSWORD', '12345'],
    ['PGPASSWORD', 'x'],
    ['dbPassword', 'hunter2'],
    ['DB_PASSWORD_PROD', 'hunter2'],
    ['SMTP_PASS', 'hunter2'],
    ['MYSQL_PWD', 'hunter2'],
    ['API_KEY', 'abc'],
    ['STRIPE_APIKEY', 'abc'],
    ['AWS_SECRET_ACCESS_KEY', 'abc'],
    ['GF_SECURITY_SECRET_KEY', 'SW2YcwTIb9zpOOhoPsMm'],
    ['GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', 'abc'],
    ['GITHUB_TOKEN', 'abc'],
    ['TOKEN_2', 'abc'],
    ['JWT_SIGNING_KEY', 'abc'],
    ['PRIVATE_KEY', 'abc'],
    ['SECRET_KEY_BASE', 'abc'],
    ['VAULT_CREDENTIALS', 'abc'],
    ['PASSWORD_HASH', '$2b$10$abc'],
    ['PASSWORD', '$ecret'],
    ['TOKEN', 'true-story'],
    // The word behind the secret announces something else than the value is.
    ['PASSWORD_LENGTH', 'hunter2'],
    ['PASSWORD_FILE', 'hunter2'],
    ['SECRET_NAME', 'k3Jd92mXa81LqPz07Rt5'],
    ['TOKEN_URL', `https://x.example/?t=${'k3Jd92mXa81LqPz07Rt5'}`],
    ['BASIC_AUTH', 'k3Jd92mXa81LqPz07Rt5'],
    ['MAX_TOKEN', 'hunter2'],
  ])('%s=%s', (name, value) => expect(secretIn(name, value)).toMatchObject({ certain: false }));

  it.each([
    ['PASSWORD_MIN_LENGTH', '12'],
    ['MIN_PASSWORD_LENGTH', '12'],
    ['PASSWORD_EXPIRY_DAYS', '90'],
    ['TOKEN_TTL', '15m'],
    ['ACCESS_TOKEN_LIFETIME', '3600 seconds'],
    ['MAX_TOKENS', '4096'],
    ['TOKEN_BUCKET_SIZE', '100'],
    ['REQUIRE_PASSWORD', 'true'],
    ['PASSWORD_AUTHENTICATION', 'no'],
    ['PASSWORD_HASH_ALGORITHM', 'bcrypt'],
    ['TOKEN_HEADER', 'X-Auth-Token'],
    ['TOKEN_URL', 'https://login.example.com/oauth2/token'],
    ['GF_AUTH_GENERIC_OAUTH_TOKEN_URL', 'https://login.example.com/token'],
    ['GF_USERS_PASSWORD_HINT', 'ask the platform team'],
    ['SECRET_NAME', 'prod/temporal/db'],
    ['DB_PASSWORD_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf'],
    ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf'],
    ['PASSWORD_FILE', '/run/secrets/db'],
    ['GF_SECURITY_ADMIN_PASSWORD__FILE', '/run/secrets/admin'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['DB_PASSWORD', '${DB_PASSWORD}'],
    ['DB_PASSWORD', '$__file{/run/secrets/db}'],
    ['DB_PASSWORD', '{{ .Values.password }}'],
    ['DB_PASSWORD', ''],
    ['PARTITION_KEY', 'customer'],
    ['KMS_KEY_ID', '1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['AWS_ACCESS_KEY_ID', 'from-the-role'],
    ['SORT_KEYS', 'name'],
    ['BYPASS', 'cache'],
    ['COMPASS_URL', 'https://compass.example.com'],
    ['KEYSPACE', 'temporal'],
    ['DB_HOST', 'db.example.com'],
    ['SERVICES', 'frontend'],
    ['PROMETHEUS_ENDPOINT', '0.0.0.0:9090'],
    ['AUTH', 'ldap'],
    ['OAUTH_SCOPES', 'openid email'],
    ['BUILD_ID', 'k3Jd92mXa81LqPz07Rt5'],
  ])('%s=%s is none', (name, value) => expect(secretIn(name, value)).toBeUndefined());
});

describe('a value is a secret by its format, whatever its name', () => {
  it.each([
    [AWS, 'an AWS access key', true],
    [GITHUB, 'a GitHub token', true],
    [`github_pat_${'a1B2c3D4e5'.repeat(8)}`, 'a GitHub token', true],
    [`glpat-${'a1B2c3D4e5'.repeat(2)}`, 'a GitLab token', true],
    [`xoxb-${'1234567890'}-abc`, 'a Slack token', true],
    [`https://hooks.slack.com/services/${'T00000000/B00000000/XXXXXXXX'}`, 'the address of a Slack webhook', true],
    [`glsa_${'a1B2c3D4'.repeat(4)}_0a1b2c3d`, 'a Grafana token', true],
    [`npm_${'a1B2c3D4e5f6'.repeat(3)}`, 'an npm token', true],
    [`sk_${'live'}_a1B2c3D4e5`, 'a Stripe key', true],
    [PEM, 'a private key', true],
    [PEM.split('\n')[0] ?? '', 'a private key', true],
    [JWT, 'a JSON Web Token', false],
    [`AIza${'a1B2c3D'.repeat(5)}`, 'a Google API key', false],
    ['postgres://app:hunter2@db:5432/temporal', 'an address with a password', false],
    ['redis://:hunter2@cache', 'an address with a password', false],
    ['app:hunter2@tcp(db:3306)/temporal', 'an address with a password', false],
    ['Server=db;User Id=app;Password=hunter2;', 'a value for Password', false],
    ['{"user":"app","password":"hunter2"}', 'a value for password', false],
    ['run --db-password hunter2', 'a value for db-password', false],
    ['curl -H "Authorization: Bearer k3Jd92mXa81LqPz07Rt5"', 'an authorization', false],
  ])('%s', (value, what, certain) => expect(secretIn('SETTING', value)).toMatchObject({ what, certain }));

  it.each([
    'postgres://app@db:5432/temporal',
    'postgres://app:${DB_PASSWORD}@db/temporal',
    'postgres://app:$(DB_PASSWORD)@db/temporal',
    'http://loki:3100/loki/api/v1/push',
    'Server=db;User Id=app;Password=${DB_PASSWORD};',
    'https://user:<password>@example.com',
    '{"passwordLength":12}',
    'grafana/loki:3.7.6@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
    'arn:aws:iam::111122223333:role/token-service',
    'sum(rate(http_requests_total{job="token-service"}[5m]))',
    'a bearer of bad news',
  ])('%s is none', (value) => expect(secretIn('SETTING', value)).toBeUndefined());
});

test('what is certain is said before what is likely', () => {
  expect(secretIn('DB_PASSWORD', `password=x ${AWS}`)).toMatchObject({ what: 'an AWS access key', certain: true });
});

test('a text is scrubbed of every secret and of nothing else', () => {
  expect(scrubbed(`key ${AWS}, postgres://app:hunter2@db, password=hunter3&x=1`)).toBe(
    'key (hidden), postgres://app:(hidden)@db, password=(hidden)&x=1',
  );
  expect(scrubbed(`before\n${PEM}\nafter`)).toBe('before\n(hidden)\nafter');
  expect(scrubbed('{"msg":"login","password":"hunter2","level":"info"}')).toBe(
    '{"msg":"login","password":"(hidden)","level":"info"}',
  );
  expect(scrubbed('"{\\"password\\":\\"hunter2\\",\\"n\\":1}"')).toBe('"{\\"password\\":\\"(hidden)\\",\\"n\\":1}"');
  expect(scrubbed('[{"name":"DB_PASSWORD","value":"hunter2"},{"name":"A","value":"b"}]')).toBe(
    '[{"name":"DB_PASSWORD","value":"(hidden)"},{"name":"A","value":"b"}]',
  );
  const plain = 'worker: newest line 3.0 s old, limit 30 s';
  expect(scrubbed(plain)).toBe(plain);
});

test('scrubbing twice is scrubbing once, and leaves no secret', () => {
  const piece = fc.oneof(
    fc.constantFrom(AWS, GITHUB, JWT, PEM, 'a://b:hunter2@c', 'password: "hunter2"', '--token hunter2', '\n', ' ', ';'),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const once = scrubbed(pieces.join(' '));
      expect(scrubbed(once)).toBe(once);
      for (const secret of [AWS, GITHUB, JWT]) expect(once).not.toContain(secret);
    }),
  );
});
