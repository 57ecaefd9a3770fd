type Values = Readonly<Record<string, string | number>>;

/**
 * A text with places such as `@cluster@`: what all environments share is built and cut once in a process, when it is
 * first needed; an environment only fills the places in. Values are names and numbers: nothing is escaped.
 */
export function template(build: () => string): (values: Values) => string {
  let parts: readonly string[] | undefined;
  return (values) => {
    parts ??= build().split(/@([A-Za-z]+)@/);
    return parts.reduce((filled, part, i) => filled + (i % 2 === 0 ? part : filling(values, part)), '');
  };
}

function filling(values: Values, place: string): string | number {
  const value = values[place];
  if (value === undefined) throw new Error(`a template has the place @${place}@, which no value fills`);
  return value;
}
