import { type Api, type Call, notFound, type Reply, type Routes } from './api.ts';

/** https://docs.github.com/rest/repos/repos#list-codeowners-errors */
export const codeOwnersRoutes: Routes = { 'GET codeowners/errors': listErrors };

/** The first that is there counts. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

async function listErrors(api: Api, call: Call): Promise<Reply> {
  const commit = await api.git.resolve(call.query.get('ref') ?? api.defaultBranch);
  if (!commit) throw notFound();
  for (const path of PLACES) {
    const entry = await api.git.entryAt(commit, path);
    if (entry?.type !== 'blob') continue;
    const lines = (await api.git.readBlob(entry.sha)).toString('utf8').split('\n');
    return { status: 200, body: { errors: lines.flatMap((source, index) => errorsOf(api, path, source, index + 1)) } };
  }
  throw notFound();
}

function errorsOf(api: Api, path: string, source: string, line: number): Record<string, unknown>[] {
  const [, ...owners] = source.replace(/#.*/, '').trim().split(/\s+/);
  return owners.flatMap((owner) => {
    const column = source.indexOf(owner) + 1;
    const problem = (kind: string, suggestion: string | null) => {
      const message = `${kind} on line ${line}: ${suggestion ?? owner}\n\n  ${source}\n  ${'^'.padStart(column)}`;
      return [{ line, column, kind, source, suggestion, message, path }];
    };
    if (!/^@[\w.-]+(\/[\w.-]+)?$/.test(owner)) return problem('Invalid owner', null);
    if (api.accounts.some((account) => `@${account}`.toLowerCase() === owner.toLowerCase())) return [];
    const what = owner.includes('/') ? 'the team' : 'the user';
    return problem('Unknown owner', `make sure ${what} ${owner} exists and has write access to the repository`);
  });
}
