import { join } from 'node:path';
import { buildCommand } from '@stricli/core';
import { explain } from '../bootstrap/explain.ts';
import { bootstrapVariables } from '../bootstrap/variables.ts';
import type { Context } from '../context.ts';
import { requireEnvironment } from '../environments.ts';
import { CODE_OWNERS_FILE, parseOwner } from '../github/code-owners.ts';
import type { Subject } from '../github/protection.ts';
import { repositoryFlag, repositoryOf } from '../github/repository-flag.ts';
import { environmentArgument, type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly yes: boolean;
  readonly githubByHand: boolean;
  readonly codeOwners?: string;
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
    const named = repositoryOf(this, flags.repository);
    const token = this.env['GITHUB_TOKEN'];
    const run = runContext(this.env);
    const github = token ? await createGitHub(token, run) : undefined;
    const facts = github && (await lookUpRepository(github, named.owner, named.name));
    const variables = bootstrapVariables(environment, {
      repository: { ...named, ...(facts && { ids: facts }) },
      subject: flags.subject,
      existingOidcProvider: flags.existingOidcProvider,
      workloadActions: flags.workloadActions ?? [],
    });
    const by = flags.githubByHand ? 'hand' : github ? 'this run' : 'nobody';
    const explanation = explain(variables, environment.protection.approvers, by);
    if (!flags.yes) {
      const text = `${explanation}\n\nNothing has been done yet: run it again with --yes.`;
      return report(this, flags, { text, data: { done: false, variables } });
    }
    const { carryOut } = await import('../bootstrap/carry-out.ts');
    this.process.stderr.write(`${explanation}\n\n`);
    const outcome = await carryOut(this, {
      environment,
      variables,
      by,
      repository: github && { github, owner: named.owner, repo: named.name },
      isPrivate: facts?.isPrivate ?? true,
      page: `${run.serverUrl}/${named.owner}/${named.name}`,
      codeOwners: flags.codeOwners,
      out: flags.out ?? join('out', name, 'bootstrap'),
    });
    report(this, flags, outcome);
  },
  parameters: {
    flags: {
      ...jsonFlag,
      yes: { kind: 'boolean', brief: 'Do it; without, it is only explained', default: false, withNegated: false },
      githubByHand: {
        kind: 'boolean',
        brief: 'GitHub is protected by hand already: leave it alone',
        default: false,
        withNegated: false,
      },
      codeOwners: {
        kind: 'parsed',
        parse: parseOwner,
        brief: `Team that owns what runs with the roles: written into ${CODE_OWNERS_FILE}`,
        optional: true,
        placeholder: '@org/team',
      },
      repository: repositoryFlag,
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
