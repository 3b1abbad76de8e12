import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MORNING } from '../support/scene';
import { TestDesk } from '../support/test-desk';
import { breaks, type OpenApi } from './openapi-contract';

const file = join(__dirname, 'openapi.json');

// The document of the last release. `GOLDEN=write npx jest test/golden/openapi && npm run format` writes it anew, with a
// release and not before: until then what it lacks was promised to nobody, and can still be changed.
describe('the API', () => {
  let present: OpenApi;
  beforeAll(async () => {
    const desk = await TestDesk.open({ start: MORNING });
    present = await desk.get<OpenApi>('/openapi.json');
    await desk.close();
  });

  it('keeps what the last release promised: it only ever gains', () => {
    const released = JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
    expect(breaks(released, present)).toEqual([]);
    if (process.env.GOLDEN === 'write') writeFileSync(file, `${JSON.stringify(present, null, 2)}\n`);
  });
});
