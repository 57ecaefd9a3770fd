import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePlan } from './parse-plan.ts';

const PLAN = readFileSync(new URL('../../fixtures/changes.json', import.meta.url), 'utf8').trim();
const PRETTY = JSON.stringify(JSON.parse(PLAN), null, 2);

test('reads a plan of Terraform 1.11', () => {
  const [plan] = parsePlan(PLAN, 'plan.json');
  expect(plan).toMatchObject({ terraformVersion: '1.11.4', errored: false, source: 'plan.json' });
  // The ninth entry is one without a change.
  expect(plan?.changes).toHaveLength(8);
});

test.each([
  ['lines of a wrapper around it', `[command]/usr/bin/terraform show -json plan\n${PLAN}\n\n::debug::exit code 0\n`, 1],
  ['one plan a line', `${PLAN}\n${PLAN}\n`, 2],
  ['several plans, pretty-printed', `noise\n${PRETTY}\n${PLAN}`, 2],
  ['a byte order mark', `\uFEFF${PLAN}`, 1],
  ['a byte order mark before one that is pretty-printed', `\uFEFF${PRETTY}`, 1],
  ['an indented plan', `\t ${PRETTY}`, 1],
  ['a plan behind words of a wrapper', `plan {x}: ${PLAN}`, 1],
  ['lines with braces', `a{"b":1} {"c"\n{x} {"d": 1} {y}\n${PLAN}`, 1],
  ['Windows line ends', `warning\r\n${PLAN}\r\n`, 1],
])('reads %s', (_, content, count) => {
  expect(parsePlan(content, 'plan.json').map((plan) => plan.changes.length)).toEqual(Array(count).fill(8));
});

test('reads what PowerShell writes', () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(PLAN, 'utf16le')]);
  expect(parsePlan(bytes, 'plan.json')).toHaveLength(1);
});

test.each([
  ['plain', []],
  ['behind a byte that is half a mark of UTF-16', [0xff, 0x0a]],
  ['behind one that is the other half', [0x20, 0xfe, 0x0a]],
])('reads bytes of UTF-8, %s', (_, before) => {
  expect(parsePlan(Buffer.concat([Buffer.from(before), Buffer.from(PLAN)]), 'plan.json')).toHaveLength(1);
});

test('reads the sparse plan of Terraform 0.12 and of a plan without changes', () => {
  const old = {
    format_version: '0.1',
    resource_changes: [{ address: 'a.b', change: { actions: ['create'], after: {} } }],
  };
  expect(parsePlan(JSON.stringify(old), 'p')[0]?.changes[0]).toMatchObject({ address: 'a.b', before: null });
  expect(parsePlan('{"format_version":"1.2","planned_values":{}}', 'p')[0]?.changes).toEqual([]);
});

test.each([
  ['', 'plan.json is empty'],
  ['  \n', 'plan.json is empty'],
  [PLAN.slice(0, 5000), 'plan.json ends in the middle of its JSON'],
  ['No changes. Your infrastructure matches.', 'terraform show -json'],
  ['{"format_version":"1.0","values":{"root_module":{}}}', 'is a state'],
  ['{"version":4,"serial":1,"resources":[]}', 'is a state'],
  ['{"@level":"info","@message":"Plan"}\n{"@level":"info"}', 'is the log of `terraform plan -json`'],
  ['{"format_version":"2.0","planned_values":{}}', 'versions 0 and 1 are understood'],
  ['{"plan_format_version":"2.0","errored":true}', 'has the format version "2.0": versions 0 and 1 are understood'],
  [`{"format_version":"${'9'.repeat(99)}"}`, `has the format version "${'9'.repeat(39)}: versions`],
  ['{"a":1}', 'is JSON, but not a plan'],
  ['[1, 2]', 'is not JSON'],
  ['{"format_version":"1.2","errored":nope}', 'is damaged, the JSON is broken at byte 34'],
  ['{"format_version" "1.2"}', 'is broken at byte 18'],
  [`{"a":${'['.repeat(5000)}`, 'is broken at byte'],
  [
    '{"format_version":"1.2","resource_changes":[{"address":"a"}]}',
    'plan.json is damaged, resource_changes[0] has no address',
  ],
  ['{"format_version":"1.2","resource_changes":{}}', 'is not a list'],
])('refuses %j in one line', (content, message) => {
  const attempt = () => parsePlan(content, 'plan.json');
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(expect.objectContaining({ name: 'UserError', message: expect.not.stringContaining('\n') }));
});

test('answers a binary plan with the command to run', () => {
  expect(() => parsePlan(Buffer.from('PK\x03\x04rest'), 'p.tfplan')).toThrow(
    'terraform show -json p.tfplan > plan.json',
  );
});

test('knows what the configuration of a resource gives, in modules and with indexes', () => {
  const block = { address: 'aws_a.b', expressions: { policy: {} } };
  const configuration = {
    root_module: {
      resources: [block],
      module_calls: { m: { module: { resources: [{ ...block, expressions: { x: {} } }] } } },
    },
  };
  const changes = ['aws_a.b[0]', 'module.m["k.1]"].aws_a.b["x.y"]', 'module.gone.aws_a.b'].map((address) => ({
    address,
    change: { actions: ['create'] },
  }));
  const document = { format_version: '1.2', configuration, resource_changes: changes };
  const [plan] = parsePlan(JSON.stringify(document), 'p');
  expect(plan?.changes.map(({ block }) => block && [...block.attributes])).toEqual([['policy'], ['x'], undefined]);
});
