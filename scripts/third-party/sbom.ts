import { createHash } from 'node:crypto';
import { type BundledPackage, keyOf } from './bundled-packages.ts';

/** Where a build comes from. */
export interface Release {
  /** Such as `v1.2.0`. */
  readonly version: string;
  /** ISO 8601. */
  readonly time: string;
}

/** What the bundles are made of, as CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/ */
export function sbomOf(packages: readonly BundledPackage[], { version, time }: Release): object {
  const root = { type: 'application', 'bom-ref': `loki-adoption@${version}`, name: 'loki-adoption', version };
  const components = packages.map((each) => ({
    type: 'library',
    'bom-ref': purlOf(each),
    name: each.name,
    version: each.version,
    purl: purlOf(each),
    licenses: [{ expression: each.license }],
    hashes: [{ alg: 'SHA-512', content: Buffer.from(each.integrity, 'base64').toString('hex') }],
    properties: each.bundles.map((bundle) => ({
      name: 'loki-adoption:bundle',
      value: `packages/${bundle}/dist/index.js`,
    })),
  }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([version, packages.map(keyOf)]))}`,
    version: 1,
    metadata: { timestamp: time, component: root },
    components,
    dependencies: [{ ref: root['bom-ref'], dependsOn: components.map((each) => each['bom-ref']) }],
  };
}

/** https://github.com/package-url/purl-spec: the scope is a namespace, and its @ is written as %40. */
function purlOf({ name, version }: BundledPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** The same for the same content: a release that is built again has the same serial number. */
function uuidOf(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
