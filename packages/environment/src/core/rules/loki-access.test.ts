import { describe, expect, it } from 'vitest';
import { errors, findings, loadSample } from '../../testing/sample.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:';

/** The services of the sample that have a sidecar, each with its password. */
function services(): string[] {
  const result = loadSample('');
  if (!result.ok) throw new Error('the sample is not valid');
  return Object.values(result.environment.services)
    .filter(({ collector }) => collector !== 'none')
    .map(({ name }) => name);
}

const overlay = (access: string, passwords: readonly string[] = services(), more = '') =>
  [
    `loki: { access: { ${access} }${more} }`,
    `services: { ${passwords.map((name) => `${name}: { lokiPassword: "${ARN}${name}" }`).join(', ')} }`,
  ].join('\n');

describe('a password for each service', () => {
  it('is enough with one for those who read', () => {
    expect(findings(overlay(`push: perService, reader: "${ARN}r"`))).toEqual(findings(''));
  });

  it('is missing nowhere', () => {
    const [first = '', ...rest] = services();
    expect(errors(overlay('push: perService', rest)).sort()).toEqual([
      'loki.access.reader: is missing: with push: perService, who queries and who pushes are told apart',
      `services.${first}.lokiPassword: is missing: with loki.access.push: perService, Loki takes no line without a password. Set push to either until every sidecar that runs has one`,
    ]);
    expect(errors(overlay('push: either', rest))).toEqual([]);
  });

  it('is its own', () => {
    const [first = '', second = ''] = services();
    const twice = overlay(`push: either, reader: "${ARN}${first}", operator: "${ARN}x"`);
    expect(errors(twice)).toEqual([
      `services.${first}.lokiPassword: is the password of loki.access.reader too: who has one of both could be the other`,
    ]);
    const shared = overlay('push: either').replace(`${ARN}${second}`, `${ARN}${first}`);
    expect(errors(shared)).toEqual([
      `services.${second}.lokiPassword: is the password of services.${first}.lokiPassword too: who has one of both could be the other`,
    ]);
  });

  it('that nobody asks for is a warning', () => {
    const [first = ''] = services();
    const { warnings } = findings(overlay('push: open', [first]));
    expect(warnings).toContain(`services.${first}.lokiPassword: is not used: loki.access.push is open`);
  });

  it('is a secret', () => {
    expect(errors('loki: { access: { reader: "hunter2" } }')).toEqual([
      'loki.access.reader: expected the ARN of a Secrets Manager secret',
    ]);
  });
});

it('lines are deleted by the operator or by nobody', () => {
  expect(errors('loki: { deletion: filter-and-delete }')).toEqual([
    'loki.deletion: filter-and-delete needs loki.access.operator: without a password every task could delete lines',
  ]);
  expect(errors(`loki: { deletion: filter-and-delete, access: { operator: "${ARN}o" } }`)).toEqual([]);
});

it.each(['loki-reader', 'loki-operator', 'loki-adoption-probe'])('no service is called %s', (name) => {
  const service = '{ image: "a/b:1", cpu: 256, memory: 512, desiredCount: 1, collector: none }';
  expect(errors(`services: { ${name}: ${service} }`)).toEqual([
    `services.${name}: ${name} is a user of Loki's gateway: call the service something else`,
  ]);
});

it('nginx is new enough', () => {
  expect(errors('loki: { gateway: { image: "nginx:1.28.1-alpine" } }')).toEqual([
    'loki.gateway.image: nginx 1.28 is too old: 1.30 or later is needed',
  ]);
});
