import { isReference } from './references.ts';

/** A piece of a text that is a secret. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  /** What it is, as in "holds …". */
  readonly what: string;
  /** Whether it can't be anything else. */
  readonly certain: boolean;
}

interface Format {
  readonly what: string;
  readonly certain: boolean;
  /** The secret is the group `secret`, or all of it. */
  readonly pattern: RegExp;
}

const certain = (what: string, pattern: RegExp): Format => ({ what, certain: true, pattern });
const likely = (what: string, pattern: RegExp): Format => ({ what, certain: false, pattern });

/** Formats that their makers publish, for scanners such as GitHub's. */
const FORMATS: readonly Format[] = [
  certain(
    'a private key',
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|[\s\S]*)/g,
  ),
  certain('an AWS access key', /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g),
  certain('a GitHub token', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})/g),
  certain('a GitLab token', /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,}/g),
  certain('a Slack token', /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}/g),
  certain(
    'the address of a Slack webhook',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/_-]{20,}/g,
  ),
  certain('a Grafana token', /(?<![A-Za-z0-9])(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{32,}={0,2})/g),
  certain('an npm token', /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/g),
  certain('a Stripe key', /(?<![A-Za-z0-9])[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/g),
  likely('a Google API key', /(?<![A-Za-z0-9])AIza[\w-]{35}/g),
  likely('a JSON Web Token', /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g),
  likely(
    'an address with a password',
    /(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@"'<>]*:(?<secret>[^\s/?#@"'<>]+)@/gi,
  ),
  likely('an address with a password', /(?<![\w.-])[\w.-]+:(?<secret>[^\s@:/"']+)@(?:tcp|tcp6|unix)\(/g),
  likely('an authorization', /(?<![A-Za-z0-9])(?:bearer|basic)\s+(?<secret>[A-Za-z0-9+/._~-]{16,}={0,2})/gi),
];

/** Every place in a text where a format is met. */
export function formatsIn(text: string): Hit[] {
  return FORMATS.flatMap(({ what, certain: isCertain, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const secret = match.groups?.['secret'] ?? match[0];
      if (isReference(secret)) return [];
      const start = match.index + match[0].lastIndexOf(secret);
      return [{ start, end: start + secret.length, what, certain: isCertain }];
    }),
  );
}
