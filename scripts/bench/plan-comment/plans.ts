/** A plan as JSON with this many resources: of ten one is replaced, three change, three are new, three stay. About 600 bytes each. */
export function syntheticPlan(resources: number): string {
  const changes = Array.from({ length: resources }, (_, index) => change(index));
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.13.3',
    variables: { password: { value: 'hunter2-correct-horse' } },
    planned_values: { root_module: { resources: changes.slice(0, resources / 10).map(planned) } },
    resource_changes: changes,
    configuration: { root_module: { variables: { password: { sensitive: true } } } },
    timestamp: '2026-01-01T00:00:00Z',
  });
}

function change(index: number): object {
  const name = `service_${index}`;
  const kind = index % 10;
  const actions = kind === 0 ? ['delete', 'create'] : kind < 4 ? ['update'] : kind < 7 ? ['create'] : ['no-op'];
  const values = (revision: number) => ({
    name,
    image: `registry.example.com/team/app:1.${revision}.${index}`,
    environment: [
      { name: 'LEVEL', value: revision === 1 ? 'info' : 'debug' },
      { name: 'URL', value: `https://app:hunter2-correct-horse@db-${index}.internal/` },
    ],
    tags: { team: 'platform', index: String(index) },
  });
  return {
    address: `module.app["${index}"].example_service.this`,
    type: 'example_service',
    name: 'this',
    mode: 'managed',
    change: {
      actions,
      before: actions[0] === 'create' ? null : values(1),
      after: values(actions[0] === 'no-op' ? 1 : 2),
      after_unknown: kind === 0 ? { id: true } : {},
      before_sensitive: false,
      after_sensitive: {},
      ...(kind === 0 && { replace_paths: [['image']] }),
    },
  };
}

function planned(entry: object): object {
  return { ...entry, values: { id: 'x' }, sensitive_values: {} };
}
