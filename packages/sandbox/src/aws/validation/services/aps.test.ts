import { expect, it } from 'vitest';
import { describeRequests, type Values, wire } from '../testing/wire.ts';

const PATH = '/workspaces/ws-0000/rulegroupsnamespaces';
const RULES = 'groups: [{ name: loki, rules: [{ alert: Down, expr: up == 0 }, { record: a, expr: b }] }]';

function create(yaml: string, rest: Values = {}) {
  const body = { name: 'temporal-dev-loki', data: Buffer.from(yaml).toString('base64'), clientToken: 't', ...rest };
  return wire().send('aps', 'POST', PATH, { 'content-type': 'application/json' }, JSON.stringify(body));
}

describeRequests('requests to Amazon Managed Prometheus', () => {
  it('takes a rules file, new and again, and deletes it', () => {
    expect(create(RULES)).toBe('accepted');
    // With the namespace 721 bytes.
    expect(create(`groups: [{ name: ${'n'.repeat(721 - 'temporal-dev-loki'.length)}, rules: [] }]`)).toBe('accepted');
    const data = Buffer.from(RULES).toString('base64');
    const { send, unknownWrites } = wire();
    expect(send('aps', 'PUT', `${PATH}/loki`, {}, JSON.stringify({ data }))).toBe('accepted');
    expect(send('aps', 'DELETE', `${PATH}/loki?clientToken=t`, {})).toBe('accepted');
    expect(unknownWrites()).toEqual([]);
  });

  it.each([
    ['groups: [', '400 ValidationException: The rules file is not YAML: '],
    ['loki: []', 'The rules file has no groups.'],
    ['groups: [{ rules: [] }]', 'Groupname must not be empty (group 1 of'],
    ['groups: [{ name: a, rules: [] }, { name: a, rules: [] }]', 'groupname: "a" is repeated in the same file'],
    ['groups: [{ name: a, rules: [{ alert: b }] }]', `field 'expr' must be set in rule "b" of group "a"`],
    ['groups: [{ name: a, rules: [{ expr: b }] }]', "has to have one of 'record' and 'alert'"],
    ['groups: [{ name: a, rules: [{ expr: b, alert: c, record: d }] }]', "has to have one of 'record' and 'alert'"],
    [`groups: [{ name: ${'é'.repeat(353)}, rules: [] }]`, 'more than 721 bytes together'],
  ])('refuses %s', (yaml, refusal) => {
    expect(create(yaml)).toContain(refusal);
  });

  it('refuses what the API model does not allow, in path, query and body', () => {
    expect(create(RULES, { name: 'n'.repeat(129) })).toContain(
      "at 'name' failed to satisfy constraint: Member must have length",
    );
    expect(create(RULES, { data: undefined })).toContain(
      "400 ValidationException: 1 validation error detected: Value null at 'data'",
    );
    const { send } = wire();
    expect(send('aps', 'DELETE', `/workspaces/${'w'.repeat(65)}/rulegroupsnamespaces/loki`, {})).toContain(
      "at 'workspaceId'",
    );
    expect(send('aps', 'DELETE', `${PATH}/loki?clientToken=${'t'.repeat(65)}`, {})).toContain("at 'clientToken'");
  });
});
