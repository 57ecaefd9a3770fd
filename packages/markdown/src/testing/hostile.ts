import fc from 'fast-check';

const PIECES = [
  ...'`*_~[](){}<>#!|&@:$=+-.\\/"\'',
  ...['```', '~~~', '**', '--', '-->', '<!--', '![', '](', '||', '\\|', '$$', '...', '  ', '    '],
  ...['\n', '\r\n', '\t', '\n\n', '\u2028', '\u0000', '\u202e', '\u200b', '\ud800', '\u00a0', '\ufe0f'],
  ...['@dana', '@org/team', '#12', 'GH-12', 'owner/repo#12', 'a5c3785ed8d6a35868bc169f07e40e889087fd2e', 'deadbee'],
  ...['https://x.test', 'HTTP://x.test/a', 'www.x.test', 'a@b.test', 'mailto:a@b.test', ':ship', 'it:', ':+1:'],
  ...[
    '<img src=x>',
    '<b>',
    '</details>',
    '<script>',
    '&lt;',
    '&#64;dana',
    '&copy;',
    '[x]: /y',
    '[^1]',
    '- [ ] a',
    '[!NOTE]',
  ],
  ...['1', '1.', '1. ', '# ', '> ', '- ', ':--', '--:', '===', '$x', 'x$', '$5', 'a', 'é', '名', '👩‍🚀', ' '],
];

/** Text of what could mean something to GitHub, in any order, and of anything else. */
export const hostile = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''));
