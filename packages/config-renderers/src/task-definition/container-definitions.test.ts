import { UserError } from '@loki-adoption/errors';
import { describe, expect, it } from 'vitest';
import { containerDefinitions } from './container-definitions.ts';
import type { ContainerDefinition } from './model.ts';

/** What Terraform adds beside the containers has to fit as well. */
const ROOM = 65_536 - 1024;

function container(value: string): ContainerDefinition {
  return {
    name: 'worker',
    image: 'example/worker:1',
    essential: true,
    environment: [{ name: 'TEXT', value }],
    logConfiguration: { logDriver: 'awslogs', options: {} },
  };
}

const render = (value: string) => containerDefinitions('services.worker', [container(value)]);
const around = Buffer.byteLength(render(''));

describe('the size of a task definition', () => {
  it.each([
    ['ASCII', 'x', 1],
    ['accents', 'é', 2],
    ['other scripts', '語', 3],
    ['emoji, which are two characters of JavaScript', '🚚', 4],
    ['a quotation mark, which JSON escapes', '"', 2],
    ['a line break, which JSON escapes', '\n', 2],
  ])('is counted in bytes, as ECS counts it: %s', (_, text, bytes) => {
    const most = Math.floor((ROOM - around) / bytes);
    const rest = 'x'.repeat((ROOM - around) % bytes);
    expect(Buffer.byteLength(render(text.repeat(most) + rest))).toBe(ROOM);
    expect(() => render(`${text.repeat(most)}${rest}x`)).toThrow(UserError);
    expect(() => render(`${text.repeat(most)}${rest}x`)).toThrow(
      /^services\.worker: its task definition has 65537 bytes, and ECS takes 65536\. Shorten the environment variables/,
    );
  });

  it('is that of all its containers', () => {
    const half = container('é'.repeat(ROOM / 4));
    expect(() => containerDefinitions('services.worker', [half])).not.toThrow();
    expect(() => containerDefinitions('services.worker', [half, half])).toThrow(UserError);
  });
});

it('equal containers are the same single line, whatever the order of their fields', () => {
  const { name, image, ...rest } = container('x');
  expect(containerDefinitions('w', [{ ...rest, image, name }])).toBe(containerDefinitions('w', [container('x')]));
  expect(render('x')).not.toContain('\n');
  expect(JSON.parse(render('x'))).toEqual([container('x')]);
});
