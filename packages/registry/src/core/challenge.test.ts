import { expect, it } from 'vitest';
import { mayFollow, registryUrl } from './address.ts';
import { parseChallenge } from './challenge.ts';
import { pauseBefore } from './retry.ts';

it('reads challenges as registries write them', () => {
  expect(
    parseChallenge(
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
    ),
  ).toEqual({
    scheme: 'bearer',
    realm: 'https://auth.docker.io/token',
    service: 'registry.docker.io',
    scope: 'repository:a/b:pull,push',
  });
  expect(parseChallenge('bearer Realm=https://x.example/t , error="invalid_token"')).toEqual({
    scheme: 'bearer',
    realm: 'https://x.example/t',
  });
  expect(
    parseChallenge('Basic realm="https://x.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"'),
  ).toEqual({ scheme: 'basic' });
  expect(parseChallenge('Basic realm="x", Bearer realm="https://x.example/t"')).toMatchObject({ scheme: 'bearer' });
});

it.each([undefined, '', 'Negotiate', 'Bearer', 'Bearer realm="not a url"', 'Bearer service="x"'])(
  'finds none in %j',
  (header) => {
    expect(parseChallenge(header)).toBeUndefined();
  },
);

it('takes plain HTTP for this machine alone', () => {
  expect(registryUrl('ghcr.io')).toBe('https://ghcr.io');
  expect(registryUrl('127.0.0.1:5000')).toBe('http://127.0.0.1:5000');
  expect(registryUrl('127.0.0.1.evil.example')).toBe('https://127.0.0.1.evil.example');
  expect(mayFollow('https://ghcr.io', 'https://cdn.example/x')).toBe(true);
  expect(mayFollow('https://ghcr.io', 'http://cdn.example/x')).toBe(false);
  expect(mayFollow('https://ghcr.io', 'http://127.0.0.1/x')).toBe(false);
  expect(mayFollow('http://localhost:1', 'http://127.0.0.1/x')).toBe(true);
  expect(mayFollow('http://localhost:1', 'file:///etc/passwd')).toBe(false);
});

it('waits as long as it is told, but not for ever', () => {
  expect([1, 2].map((attempt) => pauseBefore(attempt, undefined, 0))).toEqual([500, 1000]);
  expect(pauseBefore(1, '7', 0)).toBe(7000);
  expect(pauseBefore(1, 'Thu, 01 Jan 1970 00:00:10 GMT', 4000)).toBe(6000);
  expect(pauseBefore(1, 'soon', 0)).toBe(500);
  expect(pauseBefore(1, '3600', 0)).toBeUndefined();
});
