import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Installed packages that are ES modules (all of Nest 12 is). Jest can require() those only
 *  on Node >= 24.9, so here swc compiles them to CommonJS on the way in. */
function esmPackages(dir = `${root}node_modules`) {
  const names = readdirSync(dir).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? readdirSync(`${dir}/${name}`).map((sub) => `${name}/${sub}`) : [name];
  });
  return names.filter((name) => {
    const manifest = `${dir}/${name}/package.json`;
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
  });
}

const swc = (syntax) => [
  '@swc/jest',
  {
    sourceMaps: 'inline',
    isModule: 'unknown',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  },
];

const base = {
  rootDir: root,
  testEnvironment: 'node',
  moduleNameMapper: { '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.ts$': swc('typescript'), '\\.m?js$': swc('ecmascript') },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages().join('|')})/)`],
};

/** @type {import('jest').Config} */
export default {
  rootDir: root,
  maxWorkers: 2,
  testTimeout: 120_000, // on a busy machine too: a limit for what hangs, not for what is slow
  collectCoverageFrom: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts', '!**/*.spec.ts', '!**/main.ts'],
  projects: [
    {
      ...base,
      displayName: 'unit',
      roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
      testRegex: '(?<!\\.int)\\.spec\\.ts$',
    },
    {
      ...base,
      displayName: 'int', // talks to a real server
      roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
      testRegex: '\\.int\\.spec\\.ts$',
    },
    { ...base, displayName: 'e2e', roots: ['<rootDir>/test'], testRegex: '\\.e2e-spec\\.ts$' },
  ],
};
