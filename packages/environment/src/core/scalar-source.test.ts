import { expect, it } from 'vitest';
import { scalarSources } from './scalar-source.ts';

const TEXT = `# why
loki: { image: 'a/b:1', cpu: 1 } # flow
alloy:
  image: &alloy "c/d:2"
services:
  one: &one
    image: e/f:3
    alloy: { image: *alloy }
  two: *one
  three:
    image: >-
      g/h:4
waves: [[x], [y]]
empty:
`;

const written = (...path: (string | number)[]) => {
  const source = scalarSources(TEXT)(path);
  return source && TEXT.slice(source.start, source.end);
};

it('finds the characters of a value, however it is written', () => {
  expect(written('loki', 'image')).toBe("'a/b:1'");
  expect(written('services', 'one', 'image')).toBe('e/f:3');
  expect(written('services', 'three', 'image')).toContain('g/h:4');
  expect(written('waves', 1, 0)).toBe('y');
});

it('follows aliases of values and of maps to their anchors', () => {
  expect(written('services', 'one', 'alloy', 'image')).toBe('"c/d:2"');
  expect(written('services', 'two', 'alloy', 'image')).toBe('"c/d:2"');
  expect(scalarSources(TEXT)(['services', 'two', 'image'])).toEqual(scalarSources(TEXT)(['services', 'one', 'image']));
});

it('finds nothing where the file sets nothing, or something that is no scalar', () => {
  for (const path of [['adot', 'image'], ['loki'], ['loki', 'image', 'x'], ['waves', 7], ['empty', 'x']]) {
    expect(written(...path), path.join('.')).toBeUndefined();
  }
});

it('counts from the start of the text, with a byte order mark and Windows line ends', () => {
  const text = '\uFEFFa: 1\r\nb: x/y:1\r\n';
  const source = scalarSources(text)(['b']);
  expect(text.slice(source?.start, source?.end)).toBe('x/y:1');
});
