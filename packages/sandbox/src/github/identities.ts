import type { Actor } from './api.ts';
import type { Signature } from './git-repository.ts';

/** What a workflow's own token acts as. */
export const workflowActor: Actor = { login: 'github-actions[bot]', type: 'Bot', administration: 'none' };
/** What a person's token acts as. */
export const developerActor: Actor = { login: 'developer', type: 'User', administration: 'none' };
const administratorActor: Actor = { login: 'administrator', type: 'User', administration: 'write' };
/** A GitHub App that may read the repository's settings and nothing else. */
const auditActor: Actor = { login: 'audit[bot]', type: 'Bot', administration: 'read' };

/** Accepted tokens; they open nothing but the sandbox. */
export const sandboxTokens: Readonly<Record<string, Actor>> = {
  'sandbox-workflow-token': workflowActor,
  'sandbox-developer-token': developerActor,
  'sandbox-administrator-token': administratorActor,
  'sandbox-audit-token': auditActor,
};

const USER_IDS: Readonly<Record<string, number>> = { 'github-actions[bot]': 41898282, developer: 1, administrator: 4 };

/** The short user object that GitHub puts into everything. */
export function userJson(login: string): Record<string, unknown> {
  const id = USER_IDS[login] ?? 2;
  return { login, id, node_id: `U_${id}`, type: login.endsWith('[bot]') ? 'Bot' : 'User', site_admin: false };
}

/** The signature under which GitHub commits for a user. */
export function signatureOf(login: string, date: string): Signature {
  const id = USER_IDS[login] ?? 2;
  return { name: login, email: `${id}+${login}@users.noreply.github.com`, date };
}

/** Marks what a workflow's token wrote. */
export function appJson(login: string): Record<string, unknown> | null {
  if (login !== workflowActor.login) return null;
  return ACTIONS_APP;
}

/** As on github.com; an Enterprise Server has another number. */
export const ACTIONS_APP = { id: 15368, slug: 'github-actions', name: 'GitHub Actions' };
