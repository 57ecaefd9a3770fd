import { expect, test } from 'vitest';
import { at } from '../testing/builders.ts';
import { waveGroups } from './wave-groups.ts';

function groups() {
  const lines: string[] = [];
  const log = {
    info: () => undefined,
    warning: () => undefined,
    startGroup: (title: string) => void lines.push(title),
    endGroup: () => void lines.push('end'),
  };
  const services = [
    { name: 'a', wave: 1 },
    { name: 'b', wave: 2 },
    { name: 'c', wave: 2 },
  ];
  const { follow, close } = waveGroups(services, log);
  return { lines, close, of: (service: string) => follow([{ type: 'deployed', at: at(0), service }]), follow };
}

test('the log has a group for each wave, opened by its first event', () => {
  const { lines, of, close } = groups();
  for (const service of ['a', 'a', 'b', 'c', 'a']) of(service);
  close();
  expect(lines).toEqual(['Wave 1: a', 'end', 'Wave 2: b, c', 'end', 'Wave 1: a', 'end']);
});

test('what belongs to no wave opens none', () => {
  const { lines, of, follow, close } = groups();
  follow([{ type: 'released' }]);
  of('unknown');
  follow([]);
  close();
  expect(lines).toEqual([]);
});

test('a group is closed once', () => {
  const { lines, of, close } = groups();
  of('b');
  close();
  close();
  expect(lines).toEqual(['Wave 2: b, c', 'end']);
});

test('an event of the wave among others is enough', () => {
  const { lines, follow } = groups();
  follow([{ type: 'released' }, { type: 'deployed', at: at(0), service: 'b' }]);
  expect(lines).toEqual(['Wave 2: b, c']);
});
