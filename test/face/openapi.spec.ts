import { Face } from './face';

let face: Face;
beforeEach(async () => (face = await Face.open()));
afterEach(() => face.close());

describe('the documentation', () => {
  it('documents itself from the schemas that check', async () => {
    const document = (await face.get('/openapi.json')).json<{
      openapi: string;
      paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>>;
      components: { schemas: Record<string, unknown> };
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(document.components.schemas).toMatchObject({
      Deciding: { type: 'object' },
      Decided: {},
      Problem: {},
    });
    const post = document.paths['/v1/things/{id}/decisions']!['post']!;
    expect(JSON.stringify(post.requestBody)).toContain('#/components/schemas/Deciding');
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['200', '401', '403']));
    const page = await face.get('/docs');
    expect(page.headers['content-type']).toMatch(/text\/html/);
  });
});
