import { describe, expect, it } from 'vitest';
import { loadSample } from '../../testing/sample.ts';

function problems(overlay: string): string[] {
  const result = loadSample(overlay);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

const GRAFANA = (more: string) =>
  `grafana: { enabled: true, service: { image: "grafana/grafana:13.2.0", adminPasswordSecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:g-abcdef", ${more} } }`;

describe('a value that looks like a secret', () => {
  it.each([
    [
      'services: { worker: { environment: { DB_PASSWORD: hunter2hunter2 } } }',
      'services.worker.environment.DB_PASSWORD: holds a secret, by its name',
    ],
    [
      'services: { worker: { environment: { DSN: "postgres://app:hunter2@db/x" } } }',
      'services.worker.environment.DSN: holds an address with a password',
    ],
    [
      'services: { worker: { environment: { X: AKIAIOSFODNN7EXAMPLE } } }',
      'services.worker.environment.X: holds an AWS access key',
    ],
    [
      'services: { worker: { command: ["serve", "--db=postgres://app:hunter2@db/x"] } }',
      'services.worker.command[1]: holds an address with a password',
    ],
    [
      GRAFANA('environment: { GF_AUTH_GITHUB_CLIENT_SECRET: 0123456789abcdef0123 }'),
      'grafana.service.environment.GF_AUTH_GITHUB_CLIENT_SECRET: holds',
    ],
  ])('is refused and not shown: %s', (overlay, words) => {
    const [found = '', ...others] = problems(overlay);
    expect(found).toContain(words);
    expect(found).not.toMatch(/hunter2|AKIA|0123456789/);
    expect(others).toEqual([]);
  });

  it('may stand where somebody has said why it is none', () => {
    const overlay = (reason: string) =>
      `services: { worker: { environment: { SIGNING_SECRET: public-test-value }, notSecret: { SIGNING_SECRET: "${reason}" } } }`;
    expect(problems(overlay('the same for everybody, printed in the manual'))).toEqual([]);
    expect(problems(overlay(''))[0]).toContain('expected the reason, in a few words');
  });

  it('is refused whatever is said where it can be nothing else', () => {
    const overlay =
      'services: { worker: { environment: { X: AKIAIOSFODNN7EXAMPLE }, notSecret: { X: "only an example" } } }';
    expect(problems(overlay)).toEqual([
      expect.stringContaining('services.worker.environment.X: holds an AWS access key'),
    ]);
  });

  it('is not excused before it is there', () => {
    expect(problems('services: { worker: { notSecret: { LATER: "will be harmless" } } }')).toEqual([
      'services.worker.notSecret.LATER: excuses nothing: no value of this name looks like a secret',
    ]);
  });

  it('of everyday settings is none', () => {
    const values =
      'PASSWORD_MIN_LENGTH: "12", TOKEN_URL: "https://example.com/token", SERVICES: worker, LOG_LEVEL: info, EMPTY_PASSWORD: ""';
    expect(problems(`services: { worker: { environment: { ${values} } } }`)).toEqual([]);
  });
});

describe('the ARN of a secret', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:';
  it.each([
    [`services: { worker: { secrets: { X: "${arn}*" } } }`, 'services.worker.secrets.X: has a wildcard'],
    [`services: { worker: { secrets: { X: "${arn}db-??????" } } }`, 'services.worker.secrets.X: has a wildcard'],
    [`services: { worker: { lokiPassword: "${arn}db-*" } }`, 'services.worker.lokiPassword: has a wildcard'],
    [GRAFANA(`secrets: { GF_X: "${arn}*" }`), 'grafana.service.secrets.GF_X: has a wildcard'],
  ])('names one: %s', (overlay, words) => {
    expect(problems(overlay).join('\n')).toContain(words);
  });

  it('pasted over by the secret itself is not repeated', () => {
    for (const overlay of [
      'grafana: { enabled: true, service: { image: "grafana/grafana:13.2.0", adminPasswordSecretArn: hunter2 } }',
      'services: { worker: { lokiPassword: hunter2, secrets: { X: hunter2 } } }',
      'services: { worker: { environment: { X: *hunter2 } } }',
      'loki: { access: { reader: hunter2 } }',
    ]) {
      const found = problems(overlay).join('\n');
      expect(found).not.toBe('');
      expect(found).not.toContain('hunter2');
    }
  });
});

describe('Grafana', () => {
  it.each([
    [
      'GF_AUTH_ANONYMOUS_ENABLED: "true", GF_AUTH_ANONYMOUS_ORG_ROLE: Admin',
      'GF_AUTH_ANONYMOUS_ORG_ROLE: lets everybody change',
    ],
    [
      'GF_AUTH_ANONYMOUS_ENABLED: "1", GF_AUTH_ANONYMOUS_ORG_ROLE: editor',
      'GF_AUTH_ANONYMOUS_ORG_ROLE: lets everybody change',
    ],
    ['GF_USERS_AUTO_ASSIGN_ORG_ROLE: Admin', 'GF_USERS_AUTO_ASSIGN_ORG_ROLE: makes everybody'],
    ['GF_SECURITY_ADMIN_PASSWORD: x', 'GF_SECURITY_ADMIN_PASSWORD: comes from'],
  ])('gives nobody more than a reader without being asked: %s', (environment, words) => {
    expect(problems(GRAFANA(`environment: { ${environment} }`)).join('\n')).toContain(words);
  });

  it('may be read by everybody, and has secrets of its own', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:sso-abcdef:secret::';
    const environment = 'environment: { GF_AUTH_ANONYMOUS_ENABLED: "true", GF_AUTH_ANONYMOUS_ORG_ROLE: Viewer }';
    expect(problems(GRAFANA(`${environment}, secrets: { GF_AUTH_GITHUB_CLIENT_SECRET: "${arn}" }`))).toEqual([]);
  });

  it.each(['GF_AUTH_ANONYMOUS_ENABLED', 'GF_AUTH_ANONYMOUS_ORG_ROLE', 'GF_USERS_AUTO_ASSIGN_ORG_ROLE'])(
    'has nobody let in by a secret, which no review can see: %s',
    (name) => {
      const secrets = `secrets: { ${name}: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-abcdef" }`;
      expect(problems(GRAFANA(secrets)).join('\n')).toContain(`${name}: decides who may change Grafana`);
    },
  );

  it('takes a variable from one place', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x-abcdef';
    const found = problems(
      GRAFANA(
        `environment: { GF_A: b }, secrets: { GF_A: "${arn}", GF_SECURITY_ADMIN_PASSWORD: "${arn}", LOKI_PASSWORD: "${arn}" }`,
      ),
    );
    expect(found.map((each) => each.split(':')[0])).toEqual(
      [
        'grafana.service.secrets.GF_A',
        'grafana.service.secrets.GF_SECURITY_ADMIN_PASSWORD',
        'grafana.service.secrets.LOKI_PASSWORD',
      ].sort(),
    );
  });
});
