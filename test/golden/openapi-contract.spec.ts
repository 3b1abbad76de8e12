import { breaks } from './openapi-contract';

const document = () => ({
  paths: {
    '/v1/things': {
      get: {
        'x-roles': ['viewer', 'agent'],
        parameters: [{ name: 'state', in: 'query', schema: { enum: ['open', 'done'] } }],
        responses: {
          '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        },
      },
      post: {
        parameters: [] as object[],
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Deciding' } } },
        },
        responses: { '200': {} } as Record<string, object>,
      },
    },
  } as Record<string, unknown>,
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
        } as Record<string, unknown>,
        required: ['id'],
      },
      Deciding: {
        oneOf: [
          {
            type: 'object',
            properties: { decision: { enum: ['close', 'open'] }, reason: { type: 'string' } } as Record<
              string,
              unknown
            >,
            required: ['decision'],
          },
          {
            type: 'object',
            properties: { decision: { enum: ['extend'] }, until: { type: ['string', 'null'] } } as Record<
              string,
              unknown
            >,
            required: ['decision', 'until'],
          },
        ],
      },
    },
  },
});
type Document = ReturnType<typeof document>;

/** What `change` breaks, in both directions. */
const broken = (change: (document: Document) => void): { by: string[]; undoneBy: string[] } => {
  const [before, after] = [document(), document()];
  change(after);
  return { by: breaks(before as never, after as never), undoneBy: breaks(after as never, before as never) };
};
const [post, get] = ['POST /v1/things', 'GET /v1/things'];
const operations = (d: Document) =>
  d.paths['/v1/things'] as { get: { 'x-roles': string[]; parameters: { schema: { enum: string[] } }[] } };

describe('a document that changed', () => {
  it('breaks nothing by staying as it is, or by saying it in another order', () => {
    expect(broken(() => undefined).by).toEqual([]);
    expect(broken((d) => d.components.schemas.Deciding.oneOf.reverse())).toEqual({ by: [], undoneBy: [] });
  });

  it('may gain a path, and not lose it', () => {
    const path = broken((d) => (d.paths['/v1/more'] = { get: { responses: {} } }));
    expect(path).toEqual({ by: [], undoneBy: ['gone: GET /v1/more'] });
  });

  it('may gain a field of an answer, and lose none, however deep', () => {
    const field = broken((d) => (d.components.schemas.Thing.properties['name'] = { type: 'string' }));
    expect(field.by).toEqual([]);
    expect(field.undoneBy).toContain(`gone: ${get}, answer 200 .name`);
  });

  it('may not stop saying a field of an answer always, nor begin to leave it null', () => {
    expect(broken((d) => (d.components.schemas.Thing.required = [])).by).toEqual([
      `gone: ${get}, answer 200 .id, always`,
    ]);
    expect(
      broken((d) => (d.components.schemas.Thing.properties['id'] = { type: ['string', 'null'] })).by,
    ).toEqual([`gone: ${get}, answer 200 .id, never null`]);
  });

  it('may gain a value, and lose none', () => {
    const value = broken((d) => operations(d).get.parameters[0]!.schema.enum.push('late'));
    expect(value).toEqual({ by: [], undoneBy: [`gone: ${get}, query state = "late"`] });
    const decision = broken(
      (d) => (d.components.schemas.Deciding.oneOf[0]!.properties['decision'] = { enum: ['close'] }),
    );
    expect(decision.by).toContain(`gone: ${post}, body of decision "open"`);
  });

  it('may gain an optional field of a body, and not need one it did not', () => {
    const { oneOf } = document().components.schemas.Deciding;
    const optional = broken(
      (d) => (d.components.schemas.Deciding.oneOf[0]!.properties['note'] = { type: 'string' }),
    );
    expect([optional.by, oneOf.length]).toEqual([[], 2]);
    expect(broken((d) => d.components.schemas.Deciding.oneOf[0]!.required.push('reason')).by).toEqual([
      `required now: ${post}, body of decision "close" .reason`,
      `required now: ${post}, body of decision "open" .reason`,
    ]);
  });

  it('may need what it likes within what is new', () => {
    const inside = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    expect(broken((d) => (d.components.schemas.Deciding.oneOf[0]!.properties['new'] = inside)).by).toEqual(
      [],
    );
    const path = { post: { parameters: [{ name: 'x', in: 'query', required: true }], responses: {} } };
    expect(broken((d) => (d.paths['/v1/more'] = path)).by).toEqual([]);
  });

  it('may not need a parameter, take less, or turn a role away', () => {
    const needed = { name: 'x', in: 'query', required: true };
    expect(
      broken((d) =>
        (d.paths['/v1/things'] as { post: { parameters: object[] } }).post.parameters.push(needed),
      ).by,
    ).toEqual([`required now: ${post}, query x`]);
    const narrowed = broken(
      (d) => (d.components.schemas.Deciding.oneOf[1]!.properties['until'] = { type: 'string' }),
    );
    expect(narrowed.by).toEqual([`gone: ${post}, body of decision "extend" .until: null`]);
    expect(broken((d) => operations(d).get['x-roles'].shift()).by).toEqual([`gone: ${get}, for role viewer`]);
  });
});
