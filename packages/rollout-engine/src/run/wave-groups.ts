import type { DesiredService } from '../model/desired.ts';
import type { Log } from '../ports.ts';
import type { Event } from '../state/events.ts';

/** One group of the log for each wave, opened by its first event. */
export function waveGroups(services: readonly Pick<DesiredService, 'name' | 'wave'>[], log: Log) {
  let open = 0;
  return {
    follow(events: readonly Event[]): void {
      const names = events.flatMap((event) => ('service' in event ? [event.service] : []));
      const wave = services.find(({ name }) => names.includes(name))?.wave;
      if (wave === undefined || wave === open) return;
      if (open > 0) log.endGroup();
      const members = services.filter((service) => service.wave === wave).map(({ name }) => name);
      log.startGroup(`Wave ${wave}: ${members.join(', ')}`);
      open = wave;
    },
    close(): void {
      if (open > 0) log.endGroup();
      open = 0;
    },
  };
}
