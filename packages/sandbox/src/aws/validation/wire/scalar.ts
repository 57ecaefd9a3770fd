/** The value of a text in a form, a path or XML. What isn't of the type stays the text, which the check then finds. */
export function scalar(type: string, text: string): unknown {
  if (type === 'integer' || type === 'long') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type === 'float' || type === 'double') return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}
