import * as z from 'zod';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `10m`, `2h`, `7d` in the file; seconds in the model. */
export const duration = z
  .string()
  .regex(/^[1-9][0-9]{0,5}(s|m|h|d)$/, 'expected a duration such as 90s, 10m, 2h or 7d')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_SECONDS[text.slice(-1)] ?? 1));

export const cpu = z.number().int().min(32).max(196_608).describe('ECS CPU units: 1024 are one vCPU.');
export const memory = z.number().int().min(64).max(786_432).describe('MiB.');
export const port = z.number().int().min(1).max(65_535);
export const capacity = z.enum(['ec2', 'fargate']);
export const securityGroupId = z.string().regex(/^sg-[0-9a-f]+$/, 'expected an id such as sg-0abc');

export const secretArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[!-~]+$/,
    'expected the ARN of a Secrets Manager secret',
  )
  .refine(namesOne, 'has a wildcard: name one secret');

/** With `*` or `?` in it, an ARN opens whatever matches, what is made later too. */
export function namesOne(arn: string): boolean {
  return !/[*?]/.test(arn);
}

/** Variable → why its value is no secret, though it looks like one. */
export const notSecret = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected letters, digits and underscores'),
    z.string().regex(/\S.{5,}/, 'expected the reason, in a few words'),
  )
  .default({})
  .describe('Environment variable that looks like a secret → why it is none.');

// ASCII only, here and below: a letter of another alphabet that looks the same would make another name.
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens, starting with a letter');
export const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected letters, digits and underscores');
export const metricName = z
  .string()
  .regex(/^[A-Za-z_:][A-Za-z0-9_:]*$/, 'expected the name of a metric, without labels');

export const image = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._-]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
    'expected an image reference such as grafana/loki:3.7.6',
  )
  .refine((text) => /[:@]/.test(text.slice(text.lastIndexOf('/') + 1)), 'needs an exact version (or a digest)')
  .refine((text) => !/:latest(@|$)/.test(text), 'latest is not a version: name the exact one')
  .describe('An exact version; `adopt images --pin` adds the digest.');

/** A regular expression that Go understands, as far as can be known here: RE2 has neither lookaround nor references back. */
export const re2 = z
  .string()
  .min(1)
  .max(500)
  .refine(isRe2, 'is not a regular expression of RE2, which knows neither lookaround nor references back');

function isRe2(pattern: string): boolean {
  if (/\(\?<?[=!]|\\[1-9]/.test(pattern)) return false;
  try {
    new RegExp(pattern.replace(/^\(\?[imsU]+\)/, '').replaceAll('(?P<', '(?<'));
    return true;
  } catch {
    return false;
  }
}
