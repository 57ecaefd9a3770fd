import { describe, expect, it } from 'vitest';
import { errors, loadSample, places } from '../../testing/sample.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:grafana-AbCdEf';
const SERVICE = `service: { image: "grafana/grafana:12.1.0", adminPasswordSecretArn: "${SECRET}"`;
const EXISTING = 'existing: { roleName: grafana, securityGroupIds: [sg-0abc] }';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:alerts';

describe('grafana', () => {
  it('is files only, a service on either capacity, or one that exists', () => {
    for (const overlay of ['', `grafana: { ${EXISTING} }`, `grafana: { ${SERVICE}, capacity: fargate } }`]) {
      expect(errors(overlay)).toEqual([]);
    }
    const result = loadSample(`grafana: { ${SERVICE} } }`);
    expect(result.ok && result.environment.grafana.service).toEqual({
      image: 'grafana/grafana:12.1.0',
      capacity: 'ec2',
      adminPasswordSecretArn: SECRET,
      environment: {},
      secrets: {},
      notSecret: {},
      clientSecurityGroupIds: [],
    });
  });

  it('is not both at once, and neither where no file is rendered', () => {
    const both = `grafana:\n  ${SERVICE} }\n  ${EXISTING}`;
    expect(errors(both)).toEqual([
      'grafana.existing: excludes grafana.service, which starts another Grafana: take one of both out',
    ]);
    expect(places(both)).toEqual(['4:3 grafana.existing']);
    const off = `grafana: { enabled: false, ${EXISTING} }`;
    expect(errors(off)).toEqual(['grafana.enabled: has to be true for grafana.existing, which shows what is rendered']);
    expect(places(off)).toEqual(['2:21 grafana.enabled']);
    expect(errors(`grafana: { enabled: false, ${SERVICE} } }`)).toEqual([
      'grafana.enabled: has to be true for grafana.service, which shows what is rendered',
    ]);
    expect(errors('grafana: { enabled: false }')).toEqual([]);
  });

  it('has its password in a secret alone', () => {
    const variables = (text: string) => `grafana: { ${SERVICE}, environment: { ${text} } } }`;
    expect(errors(variables('GF_SERVER_ROOT_URL: "https://grafana.example.com"'))).toEqual([]);
    expect(errors(variables('GF_SECURITY_ADMIN_PASSWORD: admin'))).toEqual([
      'grafana.service.environment.GF_SECURITY_ADMIN_PASSWORD: comes from grafana.service.adminPasswordSecretArn: take it out, and change a password that was here',
    ]);
    expect(errors(`grafana: { ${SERVICE.replace(SECRET, 'hunter2')} } }`)).toEqual([
      'grafana.service.adminPasswordSecretArn: expected the ARN of a Secrets Manager secret',
    ]);
  });

  it('shares its name with no service', () => {
    const named = 'services: { ui: { container: grafana } }';
    expect(errors(named)).toEqual([]);
    expect(errors(`${named}\ngrafana: { ${SERVICE} } }`)).toEqual([
      'services.ui.container: grafana is the name of grafana.service: choose another, or let yours in with grafana.existing',
    ]);
  });

  it('names roles and groups, not their ARNs', () => {
    const existing = (role: string, group: string) =>
      errors(`grafana: { existing: { roleName: "${role}", securityGroupIds: [${group}] } }`);
    expect(existing('arn:aws:iam::111122223333:role/grafana', 'default')).toEqual([
      'grafana.existing.roleName: expected the name of an IAM role, not "arn:aws:iam::111122223333:role/grafana"',
      'grafana.existing.securityGroupIds[0]: expected an id such as sg-0abc, not "default"',
    ]);
    expect(existing('grafana', '')).toHaveLength(1);
  });
});

describe('alarms', () => {
  it('go to a topic of their own region', () => {
    expect(errors(`alarms: { snsTopicArn: "${TOPIC}", bucketGigabytes: 500 }`)).toEqual([]);
    const elsewhere = `alarms: { snsTopicArn: "${TOPIC.replace('eu-west-1', 'us-east-1')}" }`;
    expect(errors(elsewhere)).toEqual([
      'alarms.snsTopicArn: is in us-east-1: alarms reach only topics of their own region, eu-west-1',
    ]);
    expect(places(elsewhere)).toEqual(['2:24 alarms.snsTopicArn']);
    expect(errors('alarms: { snsTopicArn: alerts, bucketGigabytes: 0 }')).toHaveLength(2);
  });
});
