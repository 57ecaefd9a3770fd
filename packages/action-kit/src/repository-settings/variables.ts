import { httpStatus } from '../github.ts';
import type { Repository } from './repository.ts';

/** Sets variables of an environment; one that has its value already is not written. */
export async function setEnvironmentVariables(
  repository: Repository,
  environment: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, value] of Object.entries(variables)) await setVariable(repository, environment, name, value);
}

async function setVariable(
  { github, owner, repo }: Repository,
  environment: string,
  name: string,
  value: string,
): Promise<void> {
  const where = { owner, repo, environment_name: environment, name };
  try {
    const { data } = await github.rest.actions.getEnvironmentVariable(where);
    if (data.value === value) return;
  } catch (error) {
    if (httpStatus(error) !== 404) throw error;
    await github.rest.actions.createEnvironmentVariable({ ...where, value });
    return;
  }
  await github.rest.actions.updateEnvironmentVariable({ ...where, value });
}
