/** As much of OpenAPI 3.1 as the desk's document uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
interface Operation {
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: Schema }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  readonly 'x-roles'?: readonly string[];
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** What whoever wrote a client against `released` would find broken in `present`, a line each; nothing when it only gained. */
export const breaks = (released: OpenApi, present: OpenApi): string[] => {
  const [before, now] = [termsOf(released), termsOf(present)];
  return [
    ...[...before.promises].filter((promise) => !now.promises.has(promise)).map((gone) => `gone: ${gone}`),
    // What is needed inside something new, nobody leaves out who does not send it.
    ...[...now.demands]
      .filter(([demand, within]) => !before.demands.has(demand) && before.promises.has(within))
      .map(([demand]) => `required now: ${demand}`),
  ].sort();
};

interface Terms {
  /** Operations, fields, types and values there are. */
  readonly promises: Set<string>;
  /** What a call must have, and within what. */
  readonly demands: Map<string, string>;
}
interface Walk extends Terms {
  readonly schemas: OpenApi['components']['schemas'];
  readonly answers: boolean;
}

const termsOf = ({ paths, components: { schemas } }: OpenApi): Terms => {
  const terms: Terms = { promises: new Set(), demands: new Map() };
  const asked: Walk = { ...terms, schemas, answers: false };
  const answered: Walk = { ...terms, schemas, answers: true };
  for (const [path, operations] of Object.entries(paths))
    for (const [method, operation] of Object.entries(operations)) {
      const call = `${method.toUpperCase()} ${path}`;
      terms.promises.add(call);
      for (const role of operation['x-roles'] ?? []) terms.promises.add(`${call}, for role ${role}`);
      for (const { name, in: where, required, schema } of operation.parameters ?? []) {
        const parameter = `${call}, ${where} ${name}`;
        terms.promises.add(parameter);
        if (required) terms.demands.set(parameter, call);
        walk(asked, schema, parameter);
      }
      const { requestBody, responses } = operation;
      if (requestBody?.required) terms.demands.set(`${call}, body`, call);
      contents(asked, requestBody?.content, `${call}, body`);
      for (const [status, { content }] of Object.entries(responses)) {
        terms.promises.add(`${call}, answer ${status}`);
        contents(answered, content, `${call}, answer ${status}`);
      }
    }
  return terms;
};

const contents = (to: Walk, content: Content | undefined, at: string): void => {
  for (const [mediaType, { schema }] of Object.entries(content ?? {})) {
    const place = mediaType === 'application/json' ? at : `${at} as ${mediaType}`;
    to.promises.add(place);
    walk(to, schema, place);
  }
};

const walk = (to: Walk, given: Schema | undefined, at: string, inside: readonly Schema[] = []): void => {
  const schema = resolved(to, given);
  if (!schema || inside.includes(schema)) return; // one that holds itself says nothing new further in
  const deeper = [...inside, schema];
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants) return oneOf(to, variants, at, deeper);

  const types = [schema.type ?? []].flat();
  for (const type of types) if (type !== 'null' || !to.answers) to.promises.add(`${at}: ${type}`);
  if (to.answers && types.length > 0 && !types.includes('null')) to.promises.add(`${at}, never null`);
  for (const value of valuesOf(schema) ?? []) to.promises.add(`${at} = ${JSON.stringify(value)}`);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const field = `${at} .${name}`;
    to.promises.add(field);
    if (schema.required?.includes(name))
      if (to.answers) to.promises.add(`${field}, always`);
      else to.demands.set(field, at);
    walk(to, property, field, deeper);
  }
  walk(to, schema.items, `${at} []`, deeper);
  if (typeof schema.additionalProperties === 'object')
    walk(to, schema.additionalProperties, `${at} .*`, deeper);
};

/** Variants that one field tells apart are each a schema of its own, by that field's values; of others all that any says is
 *  said, and needed is what all of them need. */
const oneOf = (to: Walk, variants: readonly Schema[], at: string, inside: readonly Schema[]): void => {
  const all = variants.map((variant) => resolved(to, variant)!);
  const tag = Object.keys(all[0]?.properties ?? {}).find((name) =>
    all.every((variant) => valuesOf(variant.properties?.[name]) !== undefined),
  );
  if (tag !== undefined) {
    for (const variant of all)
      for (const value of valuesOf(variant.properties![tag])!) {
        const place = `${at} of ${tag} ${JSON.stringify(value)}`;
        to.promises.add(place);
        const { [tag]: _, ...properties } = variant.properties!;
        walk(to, { ...variant, properties }, place, inside);
      }
    return;
  }
  const apart = all.map((variant) => {
    const own: Walk = { ...to, promises: new Set(), demands: new Map() };
    walk(own, variant, at, inside);
    return own;
  });
  for (const { promises, demands } of apart) {
    for (const promise of promises)
      if (!promise.endsWith(', always') || apart.every((other) => other.promises.has(promise)))
        to.promises.add(promise);
    for (const [demand, within] of demands)
      if (apart.every((other) => other.demands.has(demand))) to.demands.set(demand, within);
  }
};

const resolved = ({ schemas }: Walk, schema: Schema | undefined): Schema | undefined => {
  if (schema?.$ref === undefined) return schema;
  const found = schemas[schema.$ref.replace('#/components/schemas/', '')];
  if (!found) throw new Error(`${schema.$ref} is nowhere in the document`);
  return found;
};

const valuesOf = (schema: Schema | undefined): readonly unknown[] | undefined =>
  schema?.enum ?? (schema && 'const' in schema ? [schema.const] : undefined);
