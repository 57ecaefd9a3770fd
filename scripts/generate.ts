import { writeFileSync } from 'node:fs';
import { schemaFile } from '../packages/environment/src/index.ts';

// What is generated and committed; a contract test fails when it is stale.
writeFileSync('environments/schema.json', schemaFile());
