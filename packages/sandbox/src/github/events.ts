import { UserError } from '@loki-adoption/errors';
import type { Api } from './api.ts';
import { developerActor, userJson } from './identities.ts';
import { findPull, pullJson } from './pulls.ts';
import { repositoryJson } from './repositories.ts';

export type EventPayload = Readonly<Record<string, unknown>>;

/** Builders of what GitHub puts into GITHUB_EVENT_PATH. */
export interface EventPayloads {
  /** Action: `opened`, `synchronize`, `reopened`, `closed`, … */
  pullRequestEvent(number: number, action: string): Promise<EventPayload>;
  /** A push that moved `ref` (`refs/heads/main`) from one commit to another. */
  pushEvent(before: string, after: string, ref: string): Promise<EventPayload>;
  workflowDispatchEvent(inputs: Readonly<Record<string, string | boolean | number>>, ref?: string): EventPayload;
  scheduleEvent(cron?: string): EventPayload;
}

export function createEventPayloads(api: Api): EventPayloads {
  const common = () => ({ repository: repositoryJson(api), sender: userJson(developerActor.login) });

  async function pullRequestEvent(number: number, action: string): Promise<EventPayload> {
    const issue = findPull(api, number);
    if (!issue) throw new UserError(`There is no pull request ${number} in the sandbox's ${api.repository}.`);
    return { action, number, pull_request: await pullJson(api, issue), ...common() };
  }

  async function pushEvent(before: string, after: string, ref: string): Promise<EventPayload> {
    const listed = /^0+$/.test(before) ? [] : await api.git.listCommits(before, after);
    const head = await api.git.readCommit(after);
    const event = (commit: typeof head) => ({
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    });
    return {
      ref,
      before,
      after,
      created: /^0+$/.test(before),
      deleted: false,
      forced: !/^0+$/.test(before) && !(await api.git.isAncestor(before, after)),
      commits: listed.map(event),
      head_commit: event(head),
      pusher: { name: developerActor.login },
      ...common(),
    };
  }

  return {
    pullRequestEvent,
    pushEvent,
    workflowDispatchEvent: (inputs, ref = `refs/heads/${api.defaultBranch}`) => ({ inputs, ref, ...common() }),
    scheduleEvent: (cron = '0 6 * * *') => ({ schedule: cron, ...common() }),
  };
}
