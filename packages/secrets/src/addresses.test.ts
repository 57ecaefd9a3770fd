import { expect, it } from 'vitest';
import { shownAddress } from './index.ts';

it.each([
  ['http://loki:3100', 'http://loki:3100'],
  ['http://loki:3100/', 'http://loki:3100/'],
  ['https://me:hunter2@loki.example/x', 'https://(hidden)@loki.example/x'],
  ['https://ghtoken@loki.example', 'https://(hidden)@loki.example'],
  ['https://x.example/y?token=abc&a=b', 'https://x.example/y?token=(hidden)&a=(hidden)'],
  ['https://x.example/#secret', 'https://x.example/'],
  ['loki:3100', 'loki:3100'],
  ['http://me:hun ter2@loki:3100', 'http://(hidden)@loki:3100'],
  ['me:hunter2@loki', '(hidden)@loki'],
  ['nonsense', 'nonsense'],
])('%s is shown as %s', (address, shown) => expect(shownAddress(address)).toBe(shown));
