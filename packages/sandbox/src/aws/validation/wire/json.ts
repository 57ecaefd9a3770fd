import { asObject, type Json } from '@loki-adoption/ecs-simulator';

/** An object in JSON, of which an empty text is the empty one and null an absent member; undefined for anything else. */
export function fromJson(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text || '{}', (_name, value: unknown) => value ?? undefined));
  } catch {
    return undefined;
  }
}
