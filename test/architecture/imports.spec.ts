import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const libs = join(__dirname, '../../libs');
const CONTEXTS = [
  'reports',
  'complaints',
  'accounts',
  'enforcement',
  'reputation',
  'consent',
  'ledger',
  'lists',
];
const PORTS = ['event-store', 'read-store', 'runtime'];
const app = (names: readonly string[]) => names.map((name) => `@app/${name}`);

/** What each lib may import of ours, beside the kernel. Adapters may use the ports, never another adapter, never a context. */
const OURS: Record<string, readonly string[]> = {
  kernel: [],
  ...Object.fromEntries(CONTEXTS.map((name) => [name, []])),
  processes: CONTEXTS,
  views: CONTEXTS,
  simulation: [...CONTEXTS, 'processes', 'views'], // the pure code, run in memory on virtual time
  // How a thread is started and asked: Node's own, which the kernel may not touch, and wanted by ports and adapters alike.
  threads: [],
  'event-store': [],
  'read-store': ['threads'],
  runtime: ['event-store', 'read-store'],
  testing: PORTS,
  'event-store-sqlite': [...PORTS, 'threads'],
  privacy: [...PORTS, 'threads'],
  channels: PORTS,
  tracing: PORTS,
  examination: ['threads'],
  blocklists: [],
  notices: [],
  platform: [],
  portal: ['notices'], // the page shows the statement of reasons that the mail had, in the same words
  settings: [],
};
/** The face may import everything; nothing but apps may import the face. */
const FACE = 'nest';

/** Libs whose code decides: no clock, randomness, environment or I/O, whatever they call it. */
const PURE = [...CONTEXTS, 'processes', 'views', 'simulation', 'kernel'];
const IMPURE: readonly [RegExp, string][] = [
  [/\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\./, 'reads the clock'],
  [/\bMath\.random\(|\brandomUUID\b|\brandomBytes\b/, 'is random'],
  [/\bprocess\.(env|argv|cwd|hrtime|exit)/, 'reads the environment'],
  [/\b(setTimeout|setInterval|setImmediate|queueMicrotask)\(/, 'waits'],
  [/\bfetch\(|\bconsole\./, 'does I/O'],
  [/\bawait\b|\basync\b/, 'is asynchronous'],
];

const sources = (lib: string): { file: string; text: string }[] =>
  readdirSync(join(libs, lib), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(spec|testing)\.ts$/.test(file))
    .map((file) => ({ file: `libs/${lib}/${file}`, text: readFileSync(join(libs, lib, file), 'utf8') }));

/** Statements begin a line; the word `import` in a string does not. */
const IMPORT = /^(?:import|export)\b(?:[^'";]*?\bfrom)?\s*'([^']+)'|\b(?:import|require)\('([^']+)'\)/gm;
const imports = (text: string): string[] =>
  [...text.matchAll(IMPORT)].map(([, from, called]) => (from ?? called)!);

const all = readdirSync(libs);

describe('the layout', () => {
  it('is known here, every lib of it', () =>
    expect([...Object.keys(OURS), FACE].sort()).toEqual([...all].sort()));

  it.each(all.filter((lib) => lib !== FACE))('libs/%s imports only what its place allows', (lib) => {
    const allowed = new Set(['@app/kernel', ...app(OURS[lib] ?? [])]);
    const foreign = sources(lib).flatMap(({ file, text }) =>
      imports(text)
        .filter((from) => from.startsWith('@app/') && !allowed.has(from))
        .map((from) => `${file}: ${from}`),
    );
    expect(foreign).toEqual([]);
  });

  it.each(all.filter((lib) => lib !== FACE))('libs/%s knows nothing of Nest', (lib) =>
    expect(
      sources(lib).filter(({ text }) => imports(text).some((from) => from.startsWith('@nestjs/'))),
    ).toEqual([]),
  );

  it.each(PURE)('libs/%s uses zod and nothing else from outside', (lib) => {
    const foreign = sources(lib).flatMap(({ file, text }) =>
      imports(text)
        .filter((from) => !/^\.\.?\//.test(from) && !from.startsWith('@app/') && from !== 'zod')
        .map((from) => `${file}: ${from}`),
    );
    expect(foreign).toEqual([]);
  });

  it.each(PURE)('libs/%s is pure: no clock, randomness, environment or I/O', (lib) => {
    const found = sources(lib).flatMap(({ file, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''); // comments may speak of what code may not do
      return IMPURE.filter(([pattern]) => pattern.test(code)).map(([, what]) => `${file} ${what}`);
    });
    expect(found).toEqual([]);
  });

  it('has only specs use what is there for specs', () => {
    const users = all.flatMap((lib) =>
      sources(lib)
        .filter(({ text }) => /from '[^']+\.testing'/.test(text))
        .map(({ file }) => file),
    );
    expect(users).toEqual([]);
  });

  it('lets nobody reach past the index of another lib', () => {
    const past = all.flatMap((lib) =>
      sources(lib).flatMap(({ file, text }) =>
        imports(text)
          .filter((from) => /^@app\/[^/]+\//.test(from))
          .map((from) => `${file}: ${from}`),
      ),
    );
    expect(past).toEqual([]);
  });
});
