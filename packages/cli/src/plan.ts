import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diffRendered, type RenderedFile, renderEnvironment } from '@loki-adoption/config-renderers';
import { costLine, phaseCost } from '@loki-adoption/cost-report';
import type { Environment } from '@loki-adoption/environment';
import { isExpected, UserError } from '@loki-adoption/errors';
import { consequencesOf, type LedgerView } from './consequences.ts';
import type { Context } from './context.ts';
import type { DeployFlags } from './deploy-flags.ts';
import { foreseenOf, recordDeploy } from './engine.ts';
import { requireEnvironment } from './environments.ts';
import { writeFailure } from './failed-plan.ts';
import { filesAt } from './git.ts';
import { note } from './outcome.ts';
import { PLAN_FILES } from './plan-files.ts';
import { environmentsAt } from './render/environments-at.ts';
import { writeRendered } from './render/rendered-folder.ts';
import { configurationOf } from './terraform/configuration.ts';
import { isTerraformFile, requireNoForeignPrograms } from './terraform/foreign-programs.ts';
import { requireServicesToStay } from './terraform/lost-services.ts';
import { createTerraform, type Terraform } from './terraform/terraform.ts';

const TERRAFORM_FOLDER = 'terraform';

export interface Planned {
  readonly environment: Environment;
  readonly changes: boolean;
  /** Why the deploy would refuse this after the merge. */
  readonly refusal: string | undefined;
  readonly folder: string;
}

export interface PlanOptions {
  readonly out: string;
  /** Commit to compare rendered configuration, phase and cost with. */
  readonly base?: string | undefined;
  /** The checkout is somebody's pull request: what would run programs that `base` doesn't is refused. Needs `base`. */
  readonly untrusted?: boolean;
  /** Takes the state lock, and leaves out what only a reviewer reads. */
  readonly forApply?: boolean;
  /** Leaves out the plan as JSON, which costs another start of the provider. */
  readonly withoutJson?: boolean;
}

/** Renders an environment, plans it with Terraform, and writes what a reviewer compares: also where the plan fails, as that. */
export async function planEnvironment(context: Context, name: string, options: PlanOptions): Promise<Planned> {
  try {
    return await makePlan(context, name, options);
  } catch (error) {
    if (options.forApply !== true && isExpected(error)) writeFailure(resolve(options.out), error.message);
    throw error;
  }
}

async function makePlan(context: Context, name: string, options: PlanOptions): Promise<Planned> {
  const folder = resolve(options.out);
  const environment = requireEnvironment(context, name);
  const rendered = renderEnvironment(environment);
  // The plan has every secret of the state in it.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // What an earlier plan rendered may not be there any more.
  rmSync(join(folder, 'rendered'), { recursive: true, force: true });
  writeRendered(join(folder, 'rendered'), name, rendered);

  const terraform = terraformFor(context, folder, environment);
  await terraform.init({ ...environment.state, region: environment.aws.region });
  if (options.untrusted) requireKnownPrograms(context, terraform, options.base);
  const plan = join(folder, PLAN_FILES.plan);
  const forApply = options.forApply === true;
  // A plan for reviewers runs with a role that may only read: it can't write the lock, and nothing is applied from it.
  const changes = await terraform.plan({ variables: join(folder, PLAN_FILES.variables), out: plan, lock: forApply });
  chmodSync(plan, 0o600);
  mkdirSync(join(folder, PLAN_FILES.review), { recursive: true, mode: 0o700 });
  const ledger = forApply ? undefined : await ledgerView(context, environment);
  if (ledger) writeReview(context, folder, { environment, rendered, ledger }, options.base);
  rmSync(join(folder, PLAN_FILES.planJson), { force: true });
  if (!options.withoutJson)
    writeFileSync(join(folder, PLAN_FILES.planJson), await terraform.show(plan), { mode: 0o600 });
  writeFileSync(join(folder, PLAN_FILES.manifest), `${JSON.stringify({ environment: name, sha256: sha256(plan) })}\n`);
  const refusal = ledger && 'refusal' in ledger ? ledger.refusal : undefined;
  return { environment, changes, refusal, folder };
}

/** Applies the plan of a folder, and no other, unless the rollout engine would refuse what follows; returns the stack's outputs. */
export async function applyPlan(
  context: Context,
  name: string,
  folder: string,
  { allowOlder }: DeployFlags,
): Promise<Readonly<Record<string, unknown>>> {
  const plan = join(resolve(folder), PLAN_FILES.plan);
  const { environment: plannedName, planned, found } = readPlan(folder);
  if (plannedName !== name) {
    throw new UserError(
      `${folder} holds a plan of ${plannedName}, not of ${name}: run "adopt plan ${name} --out ${folder}" again.`,
    );
  }
  if (planned !== found) {
    throw new UserError(
      `${plan} is not the file that was planned (its SHA-256 differs): run "adopt plan ${name} --out ${folder}" again.`,
    );
  }
  const environment = requireEnvironment(context, name);
  // A workflow gives the empty text where nobody gave a reason.
  await recordDeploy(context, environment, allowOlder?.trim() || undefined);
  const terraform = terraformFor(context, resolve(folder), environment);
  requireServicesToStay(await terraform.show(plan), environment);
  await terraform.apply(plan);
  return terraform.outputs();
}

function requireKnownPrograms({ root }: Context, terraform: Terraform, base: string | undefined): void {
  if (base === undefined) throw new UserError('--untrusted needs --base: the commit whose programs are known.');
  const modules = terraform.modules();
  requireNoForeignPrograms({
    before: filesAt(root, base, TERRAFORM_FOLDER, isTerraformFile),
    after: configurationOf(root, [join(root, TERRAFORM_FOLDER, 'stack'), ...modules.map(({ folder }) => folder)]),
    moduleSources: modules.map(({ source }) => source),
  });
}

/** A ledger that can't be read keeps nobody from reviewing a plan. */
async function ledgerView(context: Context, environment: Environment): Promise<LedgerView> {
  try {
    return await foreseenOf(context, environment);
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { unreadable: error.message };
  }
}

export function terraformFor(
  context: Context,
  folder: string,
  environment: Pick<Environment, 'name' | 'cluster'>,
): Terraform {
  return createTerraform({
    environment,
    stack: join(context.root, TERRAFORM_FOLDER, 'stack'),
    work: folder,
    env: context.env,
    log: context.process.stderr,
  });
}

function writeReview(
  context: Context,
  folder: string,
  {
    environment,
    rendered,
    ledger,
  }: { environment: Environment; rendered: readonly RenderedFile[]; ledger: LedgerView },
  base: string | undefined,
): void {
  // Without a base the environment is compared with itself.
  const { before, problem } =
    base === undefined ? { before: environment } : comparedWith(context, environment.name, base);
  const renderedBefore = before === environment ? rendered : before === undefined ? [] : renderEnvironment(before);
  // All of it as new would hide what changes.
  const diff = problem === undefined ? diffRendered(renderedBefore, rendered) : '';
  writeFileSync(join(folder, PLAN_FILES.configDiff), diff);
  const cost = costLine(before === undefined ? undefined : phaseCost(before), phaseCost(environment));
  writeFileSync(join(folder, PLAN_FILES.cost), `${cost}\n`);
  const known = consequencesOf(environment, before, ledger);
  const consequences = JSON.stringify({ ...known, ...(problem !== undefined && { incomparable: problem }) }, null, 2);
  writeFileSync(join(folder, PLAN_FILES.consequences), `${consequences}\n`);
  const from = before?.migration.phase ?? (problem === undefined ? 'baseline' : environment.migration.phase);
  writeFileSync(join(folder, PLAN_FILES.phases), `from=${from}\nto=${environment.migration.phase}\n`);
}

/** The environment at a commit. What is broken there must not keep anybody from repairing it. */
function comparedWith(
  context: Context,
  name: string,
  base: string,
): { readonly before: Environment | undefined; readonly problem?: string } {
  const at = environmentsAt(context, base);
  try {
    return { before: at.load(name) };
  } catch (error) {
    if (!isExpected(error)) throw error;
    note(context, `warning: ${error.message}`);
    return { before: undefined, problem: error.message };
  }
}

/** What was planned, and the SHA-256 of the plan that lies there now. */
function readPlan(folder: string): { environment: string; planned: string; found: string } {
  try {
    const text = readFileSync(join(folder, PLAN_FILES.manifest), 'utf8');
    const manifest = JSON.parse(text) as { environment: string; sha256: string };
    const found = sha256(join(folder, PLAN_FILES.plan));
    return { environment: manifest.environment, planned: manifest.sha256, found };
  } catch (error) {
    throw new UserError(`${folder} holds no plan: make one with "adopt plan ENV --out ${folder}".`, { cause: error });
  }
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
