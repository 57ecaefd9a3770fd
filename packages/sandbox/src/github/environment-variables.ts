import { type Api, ApiError, type Call, notFound, page, param, type Reply, type Routes, requiredText } from './api.ts';
import { requireEnvironment } from './environments.ts';

/** https://docs.github.com/rest/actions/variables: GITHUB_TOKEN has no permission "Environments". */
export const environmentVariableRoutes: Routes = {
  'GET environments/:name/variables': listVariables,
  'GET environments/:name/variables/:variable': getVariable,
  'POST environments/:name/variables': createVariable,
  'PATCH environments/:name/variables/:variable': updateVariable,
};

function listVariables(api: Api, call: Call): Reply {
  const found = Object.entries(variablesOf(api, call)).map(([name, value]) => ({ name, value }));
  return page(api, call, found, (variables) => ({ total_count: found.length, variables }));
}

function getVariable(api: Api, call: Call): Reply {
  const { name, value } = requireVariable(api, call);
  return { status: 200, body: { name, value } };
}

function createVariable(api: Api, call: Call): Reply {
  const variables = variablesOf(api, call);
  const name = requiredText(call, 'Variable', 'name').toUpperCase();
  if (name in variables) throw new ApiError(409, 'Already exists - Variable already exists');
  variables[name] = requiredText(call, 'Variable', 'value');
  api.state.save();
  return { status: 201, body: {} };
}

function updateVariable(api: Api, call: Call): Reply {
  const { name } = requireVariable(api, call);
  variablesOf(api, call)[name] = requiredText(call, 'Variable', 'value');
  api.state.save();
  return { status: 204 };
}

function requireVariable(api: Api, call: Call): { name: string; value: string } {
  const name = param(call, 'variable').toUpperCase();
  const value = variablesOf(api, call)[name];
  if (value === undefined) throw notFound();
  return { name, value };
}

function variablesOf(api: Api, call: Call): Record<string, string> {
  if (call.actor.type === 'Bot') throw new ApiError(403, 'Resource not accessible by integration');
  return requireEnvironment(api, call).variables;
}
