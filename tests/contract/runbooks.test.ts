import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderEnvironment } from '../../packages/config-renderers/src/index.ts';
import { loadEnvironment, PHASES } from '../../packages/environment/src/index.ts';
import { glob, read, root } from './repository.ts';

const RUNBOOKS = glob('docs/runbooks/*.md');

interface Rule {
  readonly alert?: string;
  readonly title?: string;
  readonly annotations: { readonly runbook: string };
}

/** `<runbook> <alert>` of all that dev would have in any phase: some rules exist in one only. */
function alerts(): string[] {
  const result = loadEnvironment('dev', { root: join(root, 'environments') });
  if (!result.ok) throw new Error('environments/dev has problems');
  const files = PHASES.flatMap((phase) => renderEnvironment({ ...result.environment, migration: { phase } }));
  const found = files
    .filter(({ path }) => /^rules\/|\/alerting\//.test(path))
    .flatMap(({ content }) => (parse(content) as { groups: { rules: Rule[] }[] }).groups)
    .flatMap(({ rules }) => rules)
    // Grafana wants unique titles: the service follows the name of the alert.
    .map(({ alert, title, annotations }) => `${annotations.runbook} ${alert ?? title?.split(' ')[0]}`);
  return [...new Set(found)].sort();
}

test('every alert has a runbook that names it, and every runbook an alert, or says why it has none', () => {
  const said = RUNBOOKS.flatMap((path) => {
    const line = /^Alerts?: .+$/m.exec(read(path))?.[0] ?? '';
    return [...line.matchAll(/`(\w+)`/g)].map(([, alert]) => `${path} ${alert}`);
  });
  expect(alerts()).toEqual(said.sort());
  const unasked = RUNBOOKS.filter((path) => /^No alert: \w.+\.$/m.test(read(path)));
  expect(unasked).toEqual(['docs/runbooks/erasure.md']);
  expect([...new Set(said.map((each) => each.split(' ')[0])), ...unasked].sort()).toEqual(RUNBOOKS);
});

test.each(RUNBOOKS)('%s names commands, flags, fields and pages that exist', (path) => {
  const text = read(path);
  for (const [, command = '', rest = ''] of text.matchAll(/`adopt ([a-z]+)([^`]*)`/g)) {
    const source = `${read(`packages/cli/src/commands/${command}.ts`)}\n${read('packages/cli/src/engine.ts')}`;
    for (const [, flag = ''] of rest.matchAll(/--([a-z-]+)/g)) {
      expect(source, `adopt ${command} --${flag}`).toMatch(
        new RegExp(`\\b${flag.replace(/-./g, (letters) => letters.slice(1).toUpperCase())}\\b`),
      );
    }
  }
  for (const [, page] of text.matchAll(/\]\(([\w-]+\.md)\)/g)) expect(RUNBOOKS).toContain(`docs/runbooks/${page}`);
  const schema = read('environments/schema.json');
  for (const [, field = ''] of text.matchAll(/`(?:loki|alloy|cost|services)\.[\w.<>]*?(\w+)(?:: \w+)?`/g)) {
    expect(schema, field).toContain(`"${field}"`);
  }
});
