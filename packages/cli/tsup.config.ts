import { defineConfig } from 'tsup';
import { bundle } from '../../tsup.preset.ts';

// The sandbox and the demo need the whole checkout; workflows never run them.
export default defineConfig({ ...bundle, external: ['@loki-adoption/sandbox'] });
