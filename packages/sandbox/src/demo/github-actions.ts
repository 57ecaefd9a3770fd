import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runWorkflow, type WorkflowOutcome } from '../act/run-workflow.ts';
import { REBUILD_STAND_IN } from '../act/workflow-files.ts';
import type { Sandbox } from '../sandbox.ts';
import { git } from './developer.ts';
import type { Stagehand } from './stagehand.ts';

export interface Trigger {
  readonly workflow: string;
  readonly event: 'pull_request' | 'push' | 'workflow_dispatch';
  readonly payload: unknown;
  /** The commit that the event is about: of a pull request its last one, and GitHub checks out what merging it makes of main. */
  readonly commit: string;
  readonly job?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** What GitHub does with an event: checks out the commit and runs the repository's own workflow files. */
export class GitHubActions {
  readonly #story: Stagehand;
  readonly #bareRepository: string;
  readonly #tools: { actBin: string; nodeFolder: string };
  readonly #variables: Readonly<Record<string, string>>;
  #runs = 0;

  constructor(
    story: Stagehand,
    options: {
      bareRepository: string;
      actBin: string;
      nodeFolder: string;
      variables: Readonly<Record<string, string>>;
    },
  ) {
    this.#story = story;
    this.#bareRepository = options.bareRepository;
    this.#tools = { actBin: options.actBin, nodeFolder: options.nodeFolder };
    this.#variables = options.variables;
  }

  async run(trigger: Trigger): Promise<WorkflowOutcome> {
    this.#runs += 1;
    const name = `${String(this.#runs).padStart(2, '0')}-${trigger.workflow.replace(/\.ya?ml$/, '')}`;
    const folder = join(this.#story.artefacts, 'runs', name);
    const checkout = join(folder, 'checkout');
    mkdirSync(folder, { recursive: true });
    git(folder, ['clone', '--quiet', this.#bareRepository, checkout]);
    if (trigger.event === 'pull_request') {
      git(checkout, ['checkout', '--quiet', '--detach', 'origin/main']);
      git(checkout, ['merge', '--quiet', '--no-ff', '--message', 'Merge the pull request into main', trigger.commit]);
    } else {
      git(checkout, ['checkout', '--quiet', trigger.commit]);
    }
    const outcome = await runWorkflow({
      ...this.#tools,
      ...trigger,
      checkout,
      folder,
      env: this.#environment(this.#story.sandbox),
      variables: this.#variables,
      token: this.#story.sandbox.github.token,
      actor: 'dana',
      signal: this.#story.signal,
      onProgress: (text, kind) => this.#story.progress(`${trigger.workflow} · ${text}`, kind),
    });
    for (const job of outcome.jobs) {
      if (job.summary !== '') this.#story.keep(join('summaries', `${name}-${slug(job.name)}.md`), job.summary);
      this.#story.keep(join('runs', name, `${slug(job.name)}.log`), job.log);
    }
    return outcome;
  }

  /** Runs a workflow that has to succeed. */
  async succeed(trigger: Trigger): Promise<WorkflowOutcome> {
    const outcome = await this.run(trigger);
    this.#story.check(`${trigger.workflow} succeeds on ${trigger.event}`, outcome.ok, describeFailure(outcome));
    return outcome;
  }

  #environment(sandbox: Sandbox): Record<string, string> {
    return {
      ...sandbox.github.env,
      AWS_ENDPOINT_URL: sandbox.aws.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      SANDBOX_REPOSITORY: this.#bareRepository,
      SANDBOX_REBUILD: REBUILD_STAND_IN,
      SANDBOX_ACCESS_KEY: sandbox.aws.env['AWS_ACCESS_KEY_ID'] ?? '',
      SANDBOX_SECRET_KEY: sandbox.aws.env['AWS_SECRET_ACCESS_KEY'] ?? '',
      GITHUB_REPOSITORY: sandbox.repository,
      GITHUB_RUN_ID: String(1000 + this.#runs),
      GITHUB_RUN_NUMBER: String(this.#runs),
    };
  }
}

/** The end of the log of each job that failed. */
export function describeFailure(outcome: WorkflowOutcome): string {
  const failed = outcome.jobs.filter((job) => job.result !== 'success' && job.result !== 'skipped');
  const parts = failed.map(
    (job) => `${job.name}: ${job.result}${job.failedSteps.map((step) => ` at "${step}"`).join('')}\n${tail(job.log)}`,
  );
  return [...parts, outcome.messages, `Whole log: ${outcome.logFile}`].filter((part) => part !== '').join('\n');
}

function tail(text: string): string {
  return text.trimEnd().split('\n').slice(-25).join('\n');
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
