import { code, join, type Markdown, md, table, text } from '@loki-adoption/markdown';
import {
  type Report,
  type RevisionReport,
  revisionOf,
  type ServiceReport,
  type ServiceState,
  shortImage,
} from '@loki-adoption/rollout-engine';
import { firstNotPassed, isStopped } from './gate-table.ts';

const STATES: Readonly<Record<ServiceState, Markdown>> = {
  pending: md`⏸ not started`,
  deploying: md`🔄 deploying`,
  baking: md`🔄 baking`,
  analysing: md`🔄 analysing`,
  promoted: md`✅ promoted`,
  'rolling-back': md`🔄 rolling back`,
  'rolled-back': md`↩️ rolled back`,
  held: md`⛔ held`,
};

/** One line for each service: where it came from, where it is, and why. A revision is an application and a variant: both are shown. */
export function serviceTable({ command, services }: Report): Markdown {
  const rows = services.map((service) => {
    const path = pathOf(service);
    return [
      service.wave,
      text(service.service),
      stateOf(service, command),
      steps(path.map(({ definition }) => revisionOf(definition))),
      steps(path.map(({ variant }) => variant ?? '?')),
      steps(path.map(({ image }) => (image === null ? '?' : shortImage(image)))),
      service.seconds === null ? md`` : text(duration(service.seconds)),
      why(service),
    ];
  });
  return table([md`wave`, md`service`, md`state`, md`revision`, md`variant`, md`application`, md`time`, md`why`], rows);
}

/** What a rollout found where it has to be, and didn't move, is in place and not promoted by it. */
function stateOf({ state, moved }: ServiceReport, command: Report['command']): Markdown {
  return command === 'rollout' && state === 'promoted' && !moved ? md`✅ in place` : STATES[state];
}

/** A service that hasn't begun has been nowhere yet but where it is. */
function pathOf({ state, from, to, restored }: ServiceReport): RevisionReport[] {
  const path = state === 'pending' ? [from] : [from, to, restored];
  return path.filter((revision) => revision !== null);
}

/** `41 → 42`; what doesn't change is said once. */
function steps(values: readonly string[]): Markdown {
  return join(values.filter((value, index) => value !== values[index - 1]).map(text), md` → `);
}

function why(service: ServiceReport): Markdown {
  const { state, gates, reason } = service;
  const failed = firstNotPassed(service);
  if (failed && isStopped(service)) return md`gate ${code(failed)}`;
  if (reason !== null) return text(reason);
  const count = Object.keys(gates).length;
  if (state !== 'promoted' || count === 0) return md``;
  return md`${count} of ${count} gates`;
}

/** `14m 10s` */
function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m ${seconds % 60}s` : `${seconds}s`;
}
