import { describe, expect, expectTypeOf, test } from 'vitest';
import { code, type Html, html, htmlText, type Markdown, md, type table, text } from './index.ts';

describe('a template', () => {
  test('takes nothing that was not escaped', () => {
    type Hole = Parameters<typeof md>[1];
    expectTypeOf<Markdown>().toExtend<Hole>();
    expectTypeOf<number>().toExtend<Hole>();
    expectTypeOf<string>().not.toExtend<Hole>();
    expectTypeOf<'literal'>().not.toExtend<Hole>();
    expectTypeOf<undefined>().not.toExtend<Hole>();
    expectTypeOf<boolean>().not.toExtend<Hole>();
    expectTypeOf<Html>().not.toExtend<Hole>();
    expectTypeOf<Markdown>().not.toExtend<Parameters<typeof html>[1]>();
    expectTypeOf<string>().not.toExtend<Parameters<typeof html>[1]>();
    expectTypeOf<string>().not.toExtend<Parameters<typeof table>[0][number]>();
    expectTypeOf<Markdown>().toExtend<string>();
    expectTypeOf<string>().not.toExtend<Markdown>();
    const shown: string = md`a ${text('b')} ${3}`;
    expect(shown).toBe('a b 3');
  });

  test('keeps our own Markdown as it is written', () => {
    expect(md`**a** | \`b\` <sub>${1}</sub>`).toBe('**a** | `b` <sub>1</sub>');
    expect(html`<b>${htmlText('a & b')}</b>`).toBe('<b>a &amp; b</b>');
  });

  test('has no hole where escaped text means something else', () => {
    const hole = text('x');
    expect(() => md`\`${hole}\``).toThrow('A hole stands between "`" and "`".');
    expect(() => md`\`${hole} y\``).toThrow('A hole stands');
    expect(() => md`${code('x')}\`y\``).toThrow('A hole stands');
    expect(() => md`\\${hole}`).toThrow('A hole stands');
    expect(() => md`<${hole}>`).toThrow('A hole stands');
    expect(() => md`<a href="${hole}">`).toThrow('A hole stands');
    expect(() => md`<!-- ${hole} -->`).toThrow('A hole stands');
    expect(() => md`[a](${hole})`).toThrow('A hole stands');
    expect(() => html`<a title="${htmlText('x')}">`).toThrow('A hole stands');
    expect(md`3 < ${4}, <b>${hole}</b>`).toBe('3 < 4, <b>x</b>');
  });

  test('keeps neighbours apart', () => {
    expect(md`${1}${text('. x')}${3}`).toBe('1\u200b\\. x\u200b3');
    expect(md`${text('a:ship')}${text('it:')}`).toBe('a:ship\u200bit:');
    expect(html`${htmlText('GH')}${htmlText('-12')}`).toBe('GH\u200b-12');
    expect(md`${text('a')} ${text('b')}`).toBe('a b');
  });
});
