import fc from 'fast-check';
import { uploadForm, UploadForm } from './upload-form';

const written = async (form: FormData): Promise<[Buffer, string]> => {
  const response = new Response(form);
  const type = response.headers.get('content-type')!;
  return [Buffer.from(await response.arrayBuffer()), type];
};
const read = (body: Buffer, type: string): UploadForm => {
  const form = uploadForm(body, type);
  if (typeof form === 'string') throw new Error(form);
  return form;
};

describe('a form with files', () => {
  it('comes out as it went in, whatever is in it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-zA-Z_]{1,20}$/), fc.string({ unit: 'grapheme' }), {
          maxKeys: 8,
        }),
        fc.array(
          fc.record({ name: fc.stringMatching(/^[\w .éß-]{1,30}$/), bytes: fc.uint8Array({ minLength: 1 }) }),
          {
            maxLength: 4,
          },
        ),
        async (fields, files) => {
          const form = new FormData();
          for (const [name, text] of Object.entries(fields)) form.append(name, text);
          for (const { name, bytes } of files) form.append('files', new Blob([Buffer.from(bytes)]), name);
          const got = read(...(await written(form)));
          // A form has CRLF for every line end.
          const sent = Object.entries(fields).map(([name, text]) => [
            name,
            text.replace(/\r\n?|\n/g, '\r\n'),
          ]);
          expect({ ...got.fields }).toEqual(Object.fromEntries(sent));
          expect(got.files.map(({ name, bytes }) => ({ name, bytes: [...bytes] }))).toEqual(
            files.map(({ name, bytes }) => ({ name, bytes: [...bytes] })),
          );
        },
      ),
    ));

  it('has no file where none was chosen', () => {
    const body =
      '--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\nContent-Type: x/y\r\n\r\n\r\n--b--\r\n';
    expect(read(Buffer.from(body), 'multipart/form-data; boundary=b')).toEqual(
      new UploadForm(Object.create(null) as Record<string, string>, []),
    );
  });

  it('reaches no prototype', () => {
    const body = '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--';
    const { fields } = read(Buffer.from(body), 'multipart/form-data; boundary="b"');
    expect(Object.keys(fields)).toEqual(['__proto__']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  const part = (n: number) => `--b\r\nContent-Disposition: form-data; name="f${n}"\r\n\r\nx\r\n`;
  it.each([
    ['no boundary', 'multipart/form-data', part(1)],
    ['another boundary', 'multipart/form-data; boundary=c', part(1)],
    ['no end', 'multipart/form-data; boundary=b', part(1)],
    ['nothing', 'multipart/form-data; boundary=b', ''],
    ['a field without a name', 'multipart/form-data; boundary=b', '--b\r\nX: y\r\n\r\nx\r\n--b--'],
    [
      'a head without end',
      'multipart/form-data; boundary=b',
      `--b\r\nX: ${'y'.repeat(5_000)}\r\n\r\nx\r\n--b--`,
    ],
    [
      '101 fields',
      'multipart/form-data; boundary=b',
      `${Array.from({ length: 101 }, (_, n) => part(n)).join('')}--b--`,
    ],
    ['too much text', 'multipart/form-data; boundary=b', `${part(1).replace('x', 'y'.repeat(300_000))}--b--`],
  ])('is refused with %s, in words', (_, type, body) =>
    expect(uploadForm(Buffer.from(body), type)).toEqual(expect.stringMatching(/\w+ \w+/)),
  );

  it('never throws', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), (bytes, type) => {
        uploadForm(Buffer.from(bytes), `multipart/form-data; boundary=b${type}`);
        uploadForm(Buffer.concat([Buffer.from('--b\r\n'), bytes]), 'multipart/form-data; boundary=b');
      }),
    ));
});
