import { type Api, type Call, notFound, param, type Reply, type Routes } from './api.ts';
import { ACTIONS_APP, userJson } from './identities.ts';

/** Users, teams and apps: outside of any repository. */
export const accountRoutes: Routes = {
  'GET users/:login': getUser,
  'GET orgs/:org/teams/:team': getTeam,
  'GET apps/:slug': (_, call) => {
    if (param(call, 'slug') !== ACTIONS_APP.slug) throw notFound();
    return { status: 200, body: ACTIONS_APP };
  },
};

function getUser(api: Api, call: Call): Reply {
  return { status: 200, body: accountJson(api, accountNamed(api, param(call, 'login'))) };
}

function getTeam(api: Api, call: Call): Reply {
  return { status: 200, body: accountJson(api, accountNamed(api, `${param(call, 'org')}/${param(call, 'team')}`)) };
}

function accountNamed(api: Api, name: string): string {
  const found = api.accounts.find((account) => account.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw notFound();
  return found;
}

/** What GitHub says of a user or a team: a team has no organization in it. */
export function accountJson(api: Api, name: string): Record<string, unknown> {
  const [, team] = name.split('/');
  if (team === undefined) return { ...userJson(name), id: idOf(api, name) };
  return { id: idOf(api, name), slug: team, name: team, html_url: `${api.url}/orgs/${name.replace('/', '/teams/')}` };
}

export function accountById(api: Api, type: string, id: number): string | undefined {
  return api.accounts.find((name) => idOf(api, name) === id && name.includes('/') === (type === 'Team'));
}

const idOf = (api: Api, name: string) => 100 + api.accounts.indexOf(name);
