import { z } from 'zod';

/** What is asked of a sample: everything that may be there, or only what must; and which option of a union. */
export interface SampleVariant {
  readonly full: boolean;
  readonly option: number;
}

const SEALED = { k: 'subject-7', iv: 'AAECAwQFBgcICQoL', ct: '3q2+7w==', tag: 'AAECAwQFBgcICQoLDA0ODw==' };
const CANDIDATES = [
  'spotler',
  'brand:spotler',
  'nl',
  'A-1',
  'EUR',
  '2026-03-01T10:00:00.000Z',
  '2026-03-01',
  '24h',
  '09:00',
  'Europe/Amsterdam',
  '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  '192.0.2.1',
  '2001:db8::/32',
  'example.org',
  'ann@example.org',
  'https://example.org/',
  '12.50',
  '-12.50',
  '12/10000',
  'AAECAwQFBgcICQoL',
  ...[8, 16, 32, 40, 64].map((digits) => '0123456789abcdef'.repeat(4).slice(0, digits)),
  `sha256:${'0123456789abcdef'.repeat(4)}`,
];

/** A value in its stored form that `schema` reads. Throws, naming the place, where it cannot think of one: give the field
 *  `.meta({ examples: ['…'] })`, or write the golden line by hand. */
export const sample = (schema: z.core.$ZodType, variant: SampleVariant, path = ''): unknown => {
  const made = build(schema as z.ZodType, variant, path);
  const read = z.safeDecode(schema as z.ZodType, made);
  if (!read.success)
    throw new Error(
      `no sample for ${path || 'the whole'}: ${JSON.stringify(made)} is refused (${z.prettifyError(read.error)}). ` +
        "Give it .meta({ examples: ['…'] }), or write the golden line by hand",
    );
  return made;
};

const build = (schema: z.ZodType, variant: SampleVariant, path: string): unknown => {
  const meta = schema.meta();
  if (meta?.personal) return SEALED;
  if (Array.isArray(meta?.examples)) return meta.examples[0];
  const { def } = schema._zod as unknown as { def: z.core.$ZodTypes['_zod']['def'] };
  const inner = (one: z.core.$ZodType, at = path) => sample(one, variant, at);
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape).flatMap(([key, field]) =>
          !variant.full && field._zod.optin === 'optional' ? [] : [[key, inner(field, `${path}.${key}`)]],
        ),
      );
    case 'array': {
      const element = () => inner(def.element, `${path}[]`);
      return variant.full || !fits(schema, []) ? [element()] : [];
    }
    case 'tuple':
      return def.items.map((item, i) => inner(item, `${path}[${i}]`));
    case 'record': {
      const key = () => String(inner(def.keyType, `${path} (key)`));
      return variant.full ? { [key()]: inner(def.valueType, `${path}.*`) } : {};
    }
    case 'union':
      return inner(def.options[variant.option % def.options.length]!);
    case 'nullable':
      return variant.full ? inner(def.innerType) : null;
    case 'optional':
    case 'default':
    case 'readonly':
      return inner(def.innerType);
    case 'lazy':
      return inner(def.getter());
    case 'pipe':
      return inner(def.in);
    case 'enum': {
      const values = Object.values(def.entries);
      return values[variant.option % values.length];
    }
    case 'literal':
      return def.values[0];
    case 'boolean':
      return variant.full;
    case 'null':
      return null;
    case 'number':
      return [7, 1, 0, 0.5, -1, 100].find((n) => fits(schema, n));
    case 'string': {
      const word = `${path.replace(/^.*\./, '').replaceAll(/\W/g, '') || 'text'}-1`;
      return [word, ...CANDIDATES].find((text) => fits(schema, text));
    }
    case 'unknown':
    case 'any':
      return { any: 'thing' };
    default:
      return undefined;
  }
};

const fits = (schema: z.ZodType, value: unknown): boolean => z.safeDecode(schema, value).success;
