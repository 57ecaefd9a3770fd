import { code, join, link, type Markdown, md, text } from '@loki-adoption/markdown';
import type { Report, Revert } from '@loki-adoption/rollout-engine';

/** What a person does now. */
export function next(report: Report): Markdown {
  const { environment, command, outcome, hold, phase, revert, verifiedPhases } = report;
  const where = code(`environments/${environment}`);
  if (report.plan.length > 0) return md`run it without ${code('dry-run')}.`;
  if (command === 'status' || command === 'release') return afterStatus(report, where);
  if (revert !== null) return afterRevert(revert);
  switch (outcome) {
    case 'promoted':
    case 'unchanged':
      return verifiedPhases.includes(phase)
        ? md`phase ${code(phase)} is verified: the next phase may be merged.`
        : md`phase ${code(phase)} isn't verified yet: see below.`;
    case 'rolled-back':
      return command === 'rollback'
        ? md`revert the change in ${where} and merge (that clears the hold), or run the command ${code('release')}.`
        : md`fix ${where} and merge (that clears the hold), or run *Rollback* to move the other services back as well.`;
    case 'held':
      return hold
        ? md`look at the service, then run the command ${code('release')} and deploy again, or run *Rollback*.`
        : md`cure what is reported above and run it again: nothing is on hold.`;
    case 'refused':
      return hold ? md`merge a change of ${where}, or run the command ${code('release')}.` : md`see the reason above.`;
    case 'unfinished':
      return md`run it again: it goes on where it stopped.`;
  }
}

function afterRevert(revert: Revert): Markdown {
  const so = md`so that desired state says what runs.`;
  if ('pullRequest' in revert) return md`merge ${link(text(revert.pullRequest), revert.pullRequest)}, ${so}`;
  return md`open a pull request from ${link(code(revert.branch), revert.compareUrl)} and merge it, ${so}`;
}

function afterStatus({ hold, services }: Report, where: Markdown): Markdown {
  if (hold) return md`merge a change of ${where}, or run the command ${code('release')}.`;
  const left = services.filter(({ state }) => state !== 'promoted').map(({ service }) => text(service));
  if (left.length === 0) return md`nothing is on hold and nothing is left to move.`;
  return md`nothing is on hold: the next deploy moves ${join(left, md`, `)}.`;
}
