import { code, join, type Markdown, md, text } from '@loki-adoption/markdown';
import type { Report } from '@loki-adoption/rollout-engine';

/** What came of it, in one line. */
export function headline(report: Report): Markdown {
  const { command, outcome, services, reason } = report;
  const environment = text(report.environment);
  if (report.plan.length > 0) return md`🔍 ${environment} ${text(command)}, dry run`;
  if (command === 'status' || command === 'release') {
    return report.hold ? md`⛔ ${environment}: ${text(reason)}` : md`🔎 ${environment}: ${text(reason)}`;
  }
  const failed = services.find(({ state }) => state === 'rolled-back' || state === 'held');
  const promoted = services.filter(({ state }) => state === 'promoted');
  const names = join(
    promoted.map(({ service }) => code(service)),
    md`, `,
  );
  const stays =
    promoted.length > 1 ? md`, ${names} stay promoted` : promoted.length === 1 ? md`, ${names} stays promoted` : md``;
  switch (outcome) {
    case 'promoted':
      return md`✅ ${environment}: ${promoted.length} of ${services.length} services promoted`;
    case 'unchanged':
      return md`✅ ${environment}: nothing had to be moved, ${promoted.length} of ${services.length} services run their target`;
    case 'rolled-back':
      if (command === 'rollback') return md`↩️ ${environment} rolled back: ${text(reason)}`;
      if (!failed) return md`⛔ ${environment} rollout stopped${stays}`;
      return md`⛔ ${environment} rollout stopped at wave ${failed.wave}: ${code(failed.service)} rolled back${stays}`;
    case 'held':
      return md`⛔ ${environment} ${text(command)} held${failed ? md`: ${code(failed.service)}` : md``}${stays}`;
    case 'refused':
      return md`🚫 ${environment} ${text(command)} refused`;
    case 'unfinished':
      return md`⏸ ${environment} ${text(command)} unfinished${stays}`;
  }
}
