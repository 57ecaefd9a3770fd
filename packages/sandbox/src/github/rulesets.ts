import {
  type Api,
  ApiError,
  type Call,
  notFound,
  numberParam,
  page,
  param,
  type Reply,
  type Routes,
  refused,
  requireAdministration,
  requiredText,
} from './api.ts';
import type { StoredObject } from './state.ts';

/** https://docs.github.com/rest/repos/rules: everybody who sees the repository may read rules, administrators change them. */
export const rulesetRoutes: Routes = {
  'GET rulesets': listRulesets,
  'POST rulesets': (api, call) => writeRuleset(api, call, undefined),
  'GET rulesets/:id': (api, call) => ({ status: 200, body: rulesetJson(call, requireRuleset(api, call)) }),
  'PUT rulesets/:id': (api, call) => writeRuleset(api, call, requireRuleset(api, call)),
  'GET rules/branches/*branch': rulesOfBranch,
};

interface Rule {
  readonly type: string;
  readonly parameters?: unknown;
}

function listRulesets(api: Api, call: Call): Reply {
  refuseFree(api);
  const summaries = api.state.data.rulesets.map(({ id, ...ruleset }) => ({
    id,
    name: ruleset['name'],
    target: ruleset['target'],
    source_type: 'Repository',
    source: api.repository,
    enforcement: ruleset['enforcement'],
  }));
  return page(api, call, summaries);
}

function writeRuleset(api: Api, call: Call, earlier: StoredObject | undefined): Reply {
  refuseFree(api);
  requireAdministration(call, 'write');
  const name = requiredText(call, 'Ruleset', 'name');
  requiredText(call, 'Ruleset', 'enforcement');
  const { rulesets } = api.state.data;
  if (rulesets.some((other) => other !== earlier && other['name'] === name)) {
    throw refused('Ruleset', 'Name must be unique');
  }
  const ruleset = {
    target: 'branch',
    bypass_actors: [],
    conditions: {},
    rules: [],
    ...earlier,
    ...call.body,
    id: earlier?.id ?? api.state.nextId(),
    source_type: 'Repository',
    source: api.repository,
  };
  api.state.data.rulesets = [...rulesets.filter((other) => other !== earlier), ruleset];
  api.state.save();
  return { status: earlier === undefined ? 201 : 200, body: rulesetJson(call, ruleset) };
}

/** Rules that hold for a branch, those of every active ruleset together. */
function rulesOfBranch(api: Api, call: Call): Reply {
  refuseFree(api);
  const ref = `refs/heads/${param(call, 'branch')}`;
  const names = [ref, '~ALL', ...(ref === `refs/heads/${api.defaultBranch}` ? ['~DEFAULT_BRANCH'] : [])];
  const rules = api.state.data.rulesets
    .filter((ruleset) => ruleset['enforcement'] === 'active' && ruleset['target'] === 'branch')
    .filter((ruleset) => {
      const { ref_name } = ruleset['conditions'] as { ref_name?: { include: string[]; exclude: string[] } };
      const includes = (patterns: readonly string[] = []) => patterns.some((pattern) => names.includes(pattern));
      return includes(ref_name?.include) && !includes(ref_name?.exclude);
    })
    .flatMap((ruleset) =>
      (ruleset['rules'] as Rule[]).map((rule) => ({
        ...rule,
        ruleset_source_type: 'Repository',
        ruleset_source: api.repository,
        ruleset_id: ruleset.id,
      })),
    );
  return page(api, call, rules);
}

/** Who may bypass a ruleset is told only to who may change it. */
function rulesetJson(call: Call, ruleset: StoredObject): Record<string, unknown> {
  const { bypass_actors, ...others } = ruleset;
  return call.actor.administration === 'write' ? { ...others, bypass_actors } : others;
}

function requireRuleset(api: Api, call: Call): StoredObject {
  refuseFree(api);
  const found = api.state.data.rulesets.find(({ id }) => id === numberParam(call, 'id'));
  if (found === undefined) throw notFound();
  return found;
}

function refuseFree(api: Api): void {
  if (api.visibility === 'private' && api.plan === 'free') {
    throw new ApiError(403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.');
  }
}
