/** A LogQL stream selector of exact matches, values quoted: `{cluster="dev", service_name="worker"}`. */
export function selector(labels: Readonly<Record<string, string>>): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${matchers.join(', ')}}`;
}
