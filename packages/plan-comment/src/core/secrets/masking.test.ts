import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casePlans, entryOf, linesOf, planOf, shown, updateOf } from '../../testing/cases.ts';
import { createScrubber } from './scrub.ts';

const all = (comment: { body: string; full: string }) => comment.body + comment.full;

describe('everyday words stay', () => {
  test('true, 1 and other short words of a marked map', () => {
    const { body } = shown(casePlans('a03-secret-true-and-1'));
    expect(linesOf(body, 'deletion_protection')).toEqual([
      '- deletion_protection = true',
      '+ deletion_protection = false',
    ]);
    expect(linesOf(body, 'backup_retention_period')).toEqual([
      '- backup_retention_period = 1',
      '+ backup_retention_period = 0',
    ]);
    expect(body).toContain('+ type = "Opaque"');
    expect(all(shown(casePlans('a03-secret-true-and-1')))).not.toMatch(/hunter2|"production"|eu-west-1/);
  });

  test('ports and other short numbers', () => {
    const { body } = shown(casePlans('c03-action-only-number-secret'));
    for (const name of ['from_port', 'to_port']) {
      expect(linesOf(body, name)).toEqual([`- ${name} = 5432`, `+ ${name} = 5433`]);
    }
    expect(linesOf(body, 'enabled')).toEqual(['- enabled = true', '+ enabled = false']);
    expect(linesOf(body, 'cfg')).toEqual(['- cfg = (sensitive)', '+ cfg = (sensitive)']);
  });

  test('names of resources, modules and types; what stands between ["…"] doesn’t', () => {
    const comment = shown(casePlans('a05-foreach-name-secretlike'));
    expect(comment.body).toContain('`module.database.aws_db_instance.administrator`');
    expect(comment.body).toContain('<code>aws_iam_user.u[&quot;(sensitive)&quot;]</code>');
    expect(all(comment)).not.toMatch(/\[(?:"|&quot;)administrator/);
  });

  test('names of attributes and outputs, and parts of secrets that are also parts of those', () => {
    const comment = shown(casePlans('c01-password-windows'));
    for (const name of ['manage_master_user_password', 'password_wo_version'])
      expect(linesOf(comment.body, name)).toHaveLength(2);
    expect(comment.body).toContain('<code>password_parameter_name</code>');
    expect(comment.body).toContain('+ password_parameter_name = "/prod/db/password"');
    expect(comment.body).toContain('- tags.Owner = "passworddesk"');
    expect(all(comment)).not.toMatch(/password1234/);
  });

  test('names of variables and module calls, in nested blocks, in moves, in triggers', () => {
    const secret = 'administrator-token';
    const plans = planOf({
      variables: { v: { value: secret } },
      configuration: {
        root_module: {
          variables: { v: { sensitive: true }, administrator: {} },
          module_calls: { administrators: { module: {} } },
          resources: [{ address: 'a_b.c', expressions: { block: [{ administrator_email: {} }] } }],
        },
      },
      resource_changes: [
        updateOf({ block: [{ administrator_email: 'x', n: 1 }] }, { block: [{ administrator_email: 'y', n: 1 }] }),
        {
          ...entryOf('module.administrators.a_b.administrator_token', ['no-op']),
          previous_address: 'a_b.administrator_token',
        },
      ],
      action_invocations: [
        {
          address: 'action.x.administrator_token',
          lifecycle_action_trigger: { triggering_resource_address: `a_b.c["${secret}"]` },
        },
      ],
    });
    const comment = shown(plans);
    expect(linesOf(comment.body, 'block')).toEqual([
      '- block[0].administrator_email = "x"',
      '+ block[0].administrator_email = "y"',
    ]);
    expect(comment.body).toContain(
      '`module.administrators.a_b.administrator_token` · moved from `a_b.administrator_token`',
    );
    expect(comment.body).toContain('`action.x.administrator_token`');
    expect(comment.body).toContain('`a_b.c["(sensitive)"]`');
  });

  test('our own words are never taken for a part of a secret', () => {
    const plans = planOf({
      resource_changes: [
        updateOf(
          { s: 'destroys-everything', deletion_protection: true },
          { s: 'deleted-from-now', deletion_protection: false },
          { before_sensitive: { s: true }, after_sensitive: { s: true } },
        ),
      ],
    });
    expect(shown(plans).body).toContain('can be deleted from now on');
  });
});

describe('what is marked stays hidden', () => {
  test('a number of six digits or more, whole', () => {
    const values = { pin: 730_912, copy: 730_912, text: 'pin 730912', longer: 17_309_125, big: 5 };
    const { body } = shown(
      planOf({ resource_changes: [entryOf('a_b.c', ['create'], { after: values, after_sensitive: { pin: true } })] }),
    );
    expect(linesOf(body, 'copy')).toEqual(['+ copy = (sensitive)']);
    expect(linesOf(body, 'text')).toEqual(['+ text = "pin (sensitive)"']);
    expect(linesOf(body, 'longer')).toEqual(['+ longer = 17309125']);
  });

  test('a literal under six characters, by its own mask', () => {
    const values = { pin: 'ab1', copy: 'ab1' };
    const { body } = shown(
      planOf({ resource_changes: [entryOf('a_b.c', ['create'], { after: values, after_sensitive: { pin: true } })] }),
    );
    expect(linesOf(body, 'pin')).toEqual(['+ pin = (sensitive)']);
    expect(linesOf(body, 'copy')).toEqual(['+ copy = "ab1"']);
  });

  test('a key of a map, a name of an element, an address that is none', () => {
    const secret = 'hunter2hunter2';
    const plans = planOf({
      resource_changes: [
        entryOf('a_b.c', ['create'], {
          after: {
            s: secret,
            map: { [secret]: { deep: 1 } },
            list: [
              { name: secret, v: 1 },
              { name: 'x', v: 2 },
            ],
          },
          after_sensitive: { s: true },
        }),
        entryOf(`a_b.c["${secret}\\""]`, ['create'], { after: { x: 1 } }),
        entryOf(`a_b.c["${secret}"" odd`, ['create'], { after: { x: 1 } }),
      ],
    });
    expect(all(shown(plans))).not.toContain(secret);
  });

  test('the password of a URL, also where it is written plainly elsewhere', () => {
    const values = { url: 'postgres://app:p%40ss%2Fw0rd%21@db/x', copy: 'p@ss/w0rd!', again: 'p%40ss%2Fw0rd%21' };
    const { body } = shown(
      planOf({ resource_changes: [entryOf('a_b.c', ['create'], { after: values, after_sensitive: { url: true } })] }),
    );
    expect(linesOf(body, 'copy')).toEqual(['+ copy = (sensitive)']);
    expect(linesOf(body, 'again')).toEqual(['+ again = (sensitive)']);
  });
});

describe('lines of a marked text', () => {
  test('are found in an indented copy, short ones too', () => {
    const comment = shown(casePlans('e01-shortlines'));
    expect(all(comment)).not.toMatch(/DB=app|hunter2x|abcdef12/);
    expect(comment.body).toContain('#!/bin/sh');
  });

  const secret = 'A=1\nuser: bob\nPASSWORD=s3cr3t\nx\n\nlonger line of twelve\n}\n';
  test.each<[string, (text: string) => string]>([
    ['indented', (text) => text.replace(/^/gm, '      ')],
    ['with other line breaks', (text) => text.replaceAll('\n', '\r\n').replace(/^/gm, '\t')],
    ['in a diff', (text) => text.replace(/^/gm, '+  ')],
    ['quoted', (text) => text.replace(/^.+$/gm, '  "$&",')],
    ['in JSON, indented', (text) => JSON.stringify({ a: text.replace(/^/gm, '  ') })],
    ['in JSON in JSON', (text) => JSON.stringify(JSON.stringify({ a: text.replace(/^/gm, '  ') }))],
    ['with one line of its own in between', (text) => text.replace('PASS', 'other words\nPASS')],
  ])('%s', (_, copy) => {
    const result = createScrubber(new Set([secret])).text(`before\n${copy(secret)}\nafter`);
    expect(result).not.toMatch(/bob|s3cr3t|longer/);
    expect(result).toMatch(/before[\s\S]*after/);
  });

  test('that are short hide only next to another one', () => {
    const scrubber = createScrubber(new Set(['{\nsecret-of-mine\n}\n']));
    expect(scrubber.text('x\n  {\n  secret-of-mine\n  }\ny\n')).toBe(
      'x\n  (sensitive)\n  (sensitive)\n  (sensitive)\ny\n',
    );
    expect(scrubber.text('a\n{\nb\n}\n')).toBe('a\n{\nb\n}\n');
  });

  test('the value of an assignment is found without its line', () => {
    const scrubber = createScrubber(new Set(['export DB_PASSWORD="horse-battery"\nMODE=production\n']));
    expect(scrubber.text('psql --password horse-battery')).toBe('psql --password (sensitive)');
    expect(scrubber.text('in production')).toBe('in production');
  });
});

test('whatever the names of the source are, they stay; whatever is marked, goes', () => {
  const name = fc.stringMatching(/^[a-z][a-z_]{5,14}$/);
  const tail = fc.stringMatching(/^[0-9]{3}[A-Z]{3}$/);
  fc.assert(
    fc.property(name, name, tail, (type, attribute, end) => {
      const secret = `${attribute}${end}`;
      const plans = planOf({
        resource_changes: [
          entryOf(`${type}.${attribute}["${secret}"]`, ['create'], {
            after: { [attribute]: 'v', s: secret, copy: `x ${secret} y` },
            after_sensitive: { s: true },
          }),
        ],
      });
      const comment = shown(plans);
      expect(comment.body).toContain(`<code>${type}.${attribute}[&quot;`);
      expect(linesOf(comment.body, attribute)).toEqual([`+ ${attribute} = "v"`]);
      expect(all(comment)).not.toContain(secret);
    }),
  );
});
