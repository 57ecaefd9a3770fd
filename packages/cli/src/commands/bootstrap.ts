import { join } from 'node:path';
import { buildCommand } from '@stricli/core';
import { explain, githubSteps } from '../bootstrap/explain.ts';
import { bootstrapVariables, parseRepository, type Subject } from '../bootstrap/variables.ts';
import type { Context } from '../context.ts';
import { requireEnvironment } from '../environments.ts';
import { originOf } from '../git.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly yes: boolean;
  readonly repository?: string;
  readonly subject?: Subject;
  readonly existingOidcProvider: boolean;
  readonly workloadActions?: string[];
  readonly out?: string;
}

export const bootstrap = buildCommand({
  async func(this: Context, flags: Flags, name: string): Promise<void> {
    const { createGitHub, lookUpRepository, runContext } = await import('@loki-adoption/action-kit');
    const environment = requireEnvironment(this, name);
    const { approvers } = environment.protection;
    const named = parseRepository(flags.repository ?? this.env['GITHUB_REPOSITORY'] ?? originOf(this.root));
    const token = this.env['GITHUB_TOKEN'];
    const github = token ? await createGitHub(token, runContext(this.env)) : undefined;
    const ids = github && (await lookUpRepository(github, named.owner, named.name));
    const repository = `${named.owner}/${named.name}`;
    const variables = bootstrapVariables(environment, {
      repository: { ...named, ...(ids && { ids }) },
      subject: flags.subject,
      existingOidcProvider: flags.existingOidcProvider,
      workloadActions: flags.workloadActions ?? [],
    });
    const explanation = explain(variables, approvers, github !== undefined);
    if (!flags.yes) {
      const text = `${explanation}\n\nNothing has been done yet: run it again with --yes.`;
      return report(this, flags, { text, data: { done: false, variables } });
    }
    const { applyBootstrap, applyToGitHub } = await import('../bootstrap/run-bootstrap.ts');
    this.process.stderr.write(`${explanation}\n\n`);
    const made = await applyBootstrap(this, variables, flags.out ?? join('out', name, 'bootstrap'));
    const target = github && { github, owner: named.owner, repo: named.name, environment: name, approvers };
    const refusal = target ? await applyToGitHub(target, made) : 'GITHUB_TOKEN is not set';
    const steps = githubSteps(repository, name, approvers, made);
    report(this, flags, {
      text:
        refusal === undefined
          ? `${name} is ready: merge a change of environments/${name}, and it is deployed.`
          : `AWS is ready. GitHub's environments were not set up: ${refusal}\n\n${steps}`,
      data: { done: true, github: refusal === undefined, variables, githubVariables: made },
    });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      yes: { kind: 'boolean', brief: 'Do it; without, it is only explained', default: false, withNegated: false },
      repository: {
        kind: 'parsed',
        parse: String,
        brief: 'OWNER/NAME on GitHub (default: GITHUB_REPOSITORY, or the remote "origin")',
        optional: true,
      },
      subject: {
        kind: 'enum',
        values: ['legacy', 'immutable'],
        brief: "Form of the subject in GitHub's tokens (default: by the repository's age)",
        optional: true,
      },
      existingOidcProvider: {
        kind: 'boolean',
        brief: "The account has GitHub's OIDC provider",
        default: false,
        withNegated: false,
      },
      workloadActions: {
        kind: 'parsed',
        parse: (text: string) => text.split(/[\s,]+/).filter((part) => part !== ''),
        brief: 'What services may do beside logging and metrics, such as dynamodb:GetItem,sqs:SendMessage',
        optional: true,
        placeholder: 'list',
      },
      out: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder for its files (default out/<env>/bootstrap)',
        optional: true,
      },
    },
    positional: environmentArgument,
  },
  docs: { brief: 'State bucket, GitHub roles and GitHub environments of a new environment' },
});
