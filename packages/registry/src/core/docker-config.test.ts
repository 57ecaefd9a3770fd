import { expect, it } from 'vitest';
import { credentialSource, parseHelperAnswer } from './docker-config.ts';
import { DOCKER_HUB } from './reference.ts';

const ECR = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const auth = (text: string) => Buffer.from(text).toString('base64');
const source = (config: object, host: string) => credentialSource(JSON.stringify(config), host);
const password = (username: string, secret: string) => ({
  kind: 'found',
  credentials: { kind: 'password', username, password: secret },
});

it('finds the entry of a registry, Docker Hub under its old address', () => {
  const auths = { 'https://index.docker.io/v1/': { auth: auth('me:pass:word') }, [ECR]: { auth: auth('AWS:x') } };
  expect(source({ auths }, DOCKER_HUB)).toEqual(password('me', 'pass:word'));
  expect(source({ auths }, ECR)).toEqual(password('AWS', 'x'));
  expect(source({ auths: { [`https://${ECR}`]: { auth: auth('AWS:y') } } }, ECR)).toEqual(password('AWS', 'y'));
  expect(source({ auths }, 'ghcr.io')).toEqual({ kind: 'none' });
});

it("prefers a registry's own helper, then its entry, then the common store", () => {
  const config = {
    auths: { [ECR]: {}, 'a.example': { auth: auth('u:p') } },
    credHelpers: { [ECR]: 'ecr-login' },
    credsStore: 'desktop',
  };
  expect(source(config, ECR)).toEqual({ kind: 'helper', helper: 'ecr-login', server: ECR });
  expect(source(config, 'a.example')).toEqual(password('u', 'p'));
  expect(source(config, DOCKER_HUB)).toEqual({
    kind: 'helper',
    helper: 'desktop',
    server: 'https://index.docker.io/v1/',
  });
});

it('knows identity tokens, in the file and from a helper', () => {
  const identity = { kind: 'identity', token: 'abc' };
  expect(source({ auths: { 'x.azurecr.io': { identitytoken: 'abc' } } }, 'x.azurecr.io')).toEqual({
    kind: 'found',
    credentials: identity,
  });
  expect(parseHelperAnswer('{"ServerURL":"x","Username":"<token>","Secret":"abc"}')).toEqual(identity);
  expect(parseHelperAnswer('{"Username":"u","Secret":"p"}')).toEqual({
    kind: 'password',
    username: 'u',
    password: 'p',
  });
  expect(parseHelperAnswer('{}')).toBeUndefined();
});

it('never quotes a broken file', () => {
  expect(() => credentialSource('{"auths": "c2VjcmV0', 'x')).toThrow(/^it is not JSON$/);
  expect(source({ auths: { __proto__: null } }, 'constructor')).toEqual({ kind: 'none' });
});
