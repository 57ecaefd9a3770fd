import { writeFileSync } from 'node:fs';
import { bundledPackages } from './bundled-packages.ts';
import { sbomOf } from './sbom.ts';

// Usage: node scripts/third-party/write-sbom.ts <version> <file>
const [version, file] = process.argv.slice(2);
if (version === undefined || file === undefined) {
  process.stderr.write('Say which version, and where: node scripts/third-party/write-sbom.ts v1.2.0 sbom.json\n');
  process.exit(2);
}
const sbom = sbomOf(bundledPackages('.'), { version, time: new Date().toISOString() });
writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
