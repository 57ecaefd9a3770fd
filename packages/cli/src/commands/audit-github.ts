import { errorMessage } from '@loki-adoption/errors';
import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { requireEnvironments } from '../environments.ts';
import { UnavailableError } from '../exit-codes.ts';
import { protectedEnvironments, type Subject, subjectByAge } from '../github/protection.ts';
import { repositoryFlag, repositoryOf } from '../github/repository-flag.ts';
import { clicksOn } from '../github/where-to-click.ts';
import { type JsonFlag, jsonFlag, report } from '../outcome.ts';

interface Flags extends JsonFlag {
  readonly repository?: string;
  readonly subject?: Subject;
}

export const auditGithub = buildCommand({
  async func(this: Context, flags: Flags): Promise<void> {
    const environments = requireEnvironments(this, []).flatMap(({ environment }) => protectedEnvironments(environment));
    const { owner, name: repo } = repositoryOf(this, flags.repository);
    const token = this.env['GITHUB_TOKEN'];
    if (!token) throw new UnavailableError('GITHUB_TOKEN is not set: GitHub shows settings to nobody without one.');
    const { createGitHub, explainGitHubError, lookUpRepository, runContext } = await import(
      '@loki-adoption/action-kit'
    );
    const run = runContext(this.env);
    const github = await createGitHub(token, run);
    const { createdAt, isPrivate } = await lookUpRepository(github, owner, repo).catch((error: unknown) => {
      throw new UnavailableError(errorMessage(explainGitHubError(error, `${owner}/${repo}`)), { cause: error });
    });
    const { look } = await import('../github/audit/look.ts');
    const { judge } = await import('../github/audit/judge.ts');
    const { renderRows } = await import('../github/audit/table.ts');
    const names = environments.map(({ name }) => name);
    const view = await look({ github, owner, repo }, names, isPrivate);
    const desired = { environments, subject: flags.subject ?? subjectByAge(createdAt) };
    const rows = judge(desired, view, clicksOn(`${run.serverUrl}/${owner}/${repo}`));
    report(this, flags, {
      text: renderRows(rows),
      data: { repository: `${owner}/${repo}`, rows },
      failed: rows.some(({ status }) => status === 'finding'),
      unavailable: rows.some(({ status }) => status === 'unseen'),
    });
  },
  parameters: {
    flags: {
      ...jsonFlag,
      repository: repositoryFlag,
      subject: {
        kind: 'enum',
        values: ['legacy', 'immutable'],
        brief: "Form of the subject that bootstrap was told (default: by the repository's age)",
        optional: true,
      },
    },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: { brief: "Hold GitHub's protection of the roles against desired state; changes nothing" },
});
