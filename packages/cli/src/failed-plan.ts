import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN_FILES } from './plan-files.ts';

/** What `terraform show -json` says of a plan that stopped with an error, without what it had planned by then. */
const ERRORED = { format_version: '1.2', errored: true };

/** What a comment is made from where no plan came: otherwise the verdict of an older commit would stay where it is. */
export function writeFailure(folder: string, why: string): void {
  mkdirSync(join(folder, PLAN_FILES.review), { recursive: true, mode: 0o700 });
  for (const file of [PLAN_FILES.plan, PLAN_FILES.manifest, PLAN_FILES.phases])
    rmSync(join(folder, file), { force: true });
  const write = (file: string, content: string) => writeFileSync(join(folder, file), content, { mode: 0o600 });
  write(PLAN_FILES.planJson, `${JSON.stringify(ERRORED)}\n`);
  write(PLAN_FILES.configDiff, '');
  write(PLAN_FILES.cost, '');
  write(PLAN_FILES.consequences, `${JSON.stringify({ schema: 1, services: [], failure: why }, null, 2)}\n`);
}
