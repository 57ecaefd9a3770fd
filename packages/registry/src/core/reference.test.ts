import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOCKER_HUB, parseReference, withDigest } from './reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('parseReference', () => {
  it.each([
    ['busybox:1.36', DOCKER_HUB, 'library/busybox', '1.36', undefined],
    ['grafana/loki:3.7.6', DOCKER_HUB, 'grafana/loki', '3.7.6', undefined],
    [`grafana/loki:3.7.6@${DIGEST}`, DOCKER_HUB, 'grafana/loki', '3.7.6', DIGEST],
    [`grafana/loki@${DIGEST}`, DOCKER_HUB, 'grafana/loki', undefined, DIGEST],
    ['docker.io/busybox:1', DOCKER_HUB, 'library/busybox', '1', undefined],
    ['index.docker.io/grafana/alloy:v1', DOCKER_HUB, 'grafana/alloy', 'v1', undefined],
    [
      'public.ecr.aws/aws-observability/aws-otel-collector:v0.40.0',
      'public.ecr.aws',
      'aws-observability/aws-otel-collector',
      'v0.40.0',
      undefined,
    ],
    [
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1',
      '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      'app',
      '1',
      undefined,
    ],
    ['localhost/app:1', 'localhost', 'app', '1', undefined],
    ['localhost:5000/team/app:1', 'localhost:5000', 'team/app', '1', undefined],
    ['[::1]:5000/app:1', '[::1]:5000', 'app', '1', undefined],
  ])('reads %s', (text, host, repository, tag, digest) => {
    const { text: written, ...parts } = parseReference(text);
    expect(written).toBe(text);
    expect(parts).toEqual({ host, repository, ...(tag && { tag }), ...(digest && { digest }) });
  });

  it.each([
    '',
    'a b:1',
    'Grafana/loki:1',
    'a//b:1',
    'a/../b:1',
    'x:1@sha256:abc',
    `x:1@sha512:${'a'.repeat(128)}`,
    '-a/b:1',
    'evil.example/a?b:1',
  ])('refuses %j', (text) => expect(() => parseReference(text)).toThrow('is no image reference'));

  it('never leaves room in an address for anything but names, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ09.:/@-_%?# \\sha256') }), (text) => {
        try {
          const { host, repository, tag } = parseReference(text);
          expect(new URL(`https://${host}/v2/${repository}/manifests/${tag}`).pathname).toBe(
            `/v2/${repository}/manifests/${tag}`,
          );
        } catch (error) {
          expect(String(error)).toMatch(/is no image reference|Invalid URL/);
        }
      }),
    );
  });
});

it('puts a digest behind what was written, in place of another', () => {
  expect(withDigest(parseReference('busybox:1'), DIGEST)).toBe(`busybox:1@${DIGEST}`);
  expect(withDigest(parseReference(`busybox:1@sha256:${'b'.repeat(64)}`), DIGEST)).toBe(`busybox:1@${DIGEST}`);
});
