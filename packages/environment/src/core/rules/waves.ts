import { didYouMean } from '../wording.ts';
import { type Draft, error, type Finding } from './draft.ts';

/** Waves name only services that have a sidecar to move, each once. */
export function wavesNameServicesOnce({ rollout, services, unreadable, isSet }: Draft): Finding[] {
  if (!isSet(['services'])) return [];
  const findings: Finding[] = [];
  const waveOf = new Map<string, number>();
  for (const [wave, { services: names }] of (rollout?.waves ?? []).entries()) {
    for (const [index, name] of names.entries()) {
      const path = ['rollout', 'waves', wave, 'services', index];
      const earlier = waveOf.get(name);
      if (earlier !== undefined) findings.push(error(path, `${name} is in wave ${earlier + 1} already`));
      else if (services.get(name)?.collector === 'none') {
        findings.push(error(path, `${name} has no sidecar to move (collector: none): take it out of the wave`));
      } else if (!services.has(name) && !unreadable.has(name)) {
        findings.push(
          error(path, `there is no service ${name}${didYouMean(name, [...services.keys(), ...unreadable])}`),
        );
      }
      waveOf.set(name, earlier ?? wave);
    }
  }
  return findings;
}

/** Each service with a sidecar is in a wave, also one that is held back: moving it back takes a wave too. */
export function wavesCoverServices({ rollout, services }: Draft): Finding[] {
  if (!rollout) return [];
  const inWaves = new Set(rollout.waves.flatMap((wave) => wave.services));
  return [...services]
    .filter(([name, service]) => service.collector !== 'none' && !inWaves.has(name))
    .map(([name]) => error(['rollout', 'waves'], `${name} is in no wave: add it to one, or set its collector to none`));
}

/** No more services move at once than a wave has: a higher number hides that a service is missing from it. */
export function wavesMoveNoMoreThanTheyHave({ rollout }: Draft): Finding[] {
  return (rollout?.waves ?? []).flatMap(({ services, parallel }, wave) => {
    const count = services.length;
    if (parallel <= count) return [];
    const [has, most] = count === 1 ? ['one service', '1'] : [`${count} services`, `${count} or less`];
    const message = `the wave has ${has}, so ${parallel} can't move at once: set it to ${most}, or add services to the wave`;
    return [error(['rollout', 'waves', wave, 'parallel'], message)];
  });
}
