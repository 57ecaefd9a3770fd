import { describe, expect, it } from 'vitest';
import { parseXml } from './xml.ts';

const element = (name: string, text = '', ...children: unknown[]) => ({ name, text, children });

describe('XML of requests', () => {
  it.each([
    ['<a/>', element('a')],
    [
      '<?xml version="1.0"?><!-- c --><s:a xmlns:s="u"><b>1</b><b x="&gt;">2</b></s:a>',
      element('a', '', element('b', '1'), element('b', '2')),
    ],
    ['<a>&lt;&amp;&gt;&quot;&apos;&#233;&#xE9;&nbsp;</a>', element('a', `<&>"'éé&nbsp;`)],
  ])('reads %s', (text, expected) => {
    expect(parseXml(text)).toEqual(expected);
  });

  it.each(['', 'text', '<a>', '</a>', '<a></b>', '<a/><b/>', '<a><b></a></b>', '<a'])(
    'finds %j not well-formed',
    (text) => {
      expect(parseXml(text)).toBeUndefined();
    },
  );
});
