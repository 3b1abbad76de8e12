import { original, personalComplaint } from '@app/testing';
import { parseReport } from '../parse-report';

const sent = { messageId: 'm1@shop.example', date: 'Tue, 3 Mar 2026 09:00:00 +0000', from: 'news@shop.example', to: 'jan@people.example' }; // prettier-ignore
const source = original(sent);
const WORDS = 'Content-Type: text/plain\n\nThis is spam.';
const parts = (boundary: string, ...contents: string[]) =>
  `${contents.map((content) => `--${boundary}\n${content}\n`).join('')}--${boundary}--\n`;
const read = (fields: readonly string[], body: string) =>
  parseReport(
    Buffer.from(
      ['From: Jan <jan@people.example>', 'To: abuse@desk.example', 'Subject: spam', ...fields, '', body].join(
        '\n',
      ),
    ),
  );
const attached = `Content-Type: message/rfc822\n\n${source}`;
const mixed = (boundary: string, ...fields: string[]) => read(fields, parts(boundary, WORDS, attached));
const FOUND = { kind: 'complaint', format: 'forwarded', complaints: 1, fields: { originalMessageId: 'm1@shop.example' } }; // prettier-ignore

describe('a message is found', () => {
  it.each([
    ['two boundaries are told, the first right', mixed('b', 'Content-Type: multipart/mixed; boundary=b; boundary=c')],
    ['two boundaries are told, the second right', mixed('b', 'Content-Type: multipart/mixed; boundary=c; boundary=b')],
    ['the boundary comes in pieces', mixed('one;two', 'Content-Type: multipart/mixed; boundary*0="one;"; boundary*1="two"')],
    ['the pieces are out of order', mixed('one;two', 'Content-Type: multipart/mixed; boundary*1="two"; boundary*0="one;"')],
    ['the boundary is percent-encoded', mixed('one two', "Content-Type: multipart/mixed; boundary*=us-ascii''one%20two")],
    ['its pieces are, in part', mixed('one two%', "Content-Type: multipart/mixed; boundary*0*=us-ascii'en'one%20; boundary*1=\"two%\"")],
    ['the type is told twice, alike', mixed('b', 'Content-Type: multipart/mixed; boundary=b', 'Content-Type: multipart/mixed; boundary=b')],
    ['the type is told twice, the first right', mixed('b', 'Content-Type: multipart/mixed; boundary=b', 'Content-Type: text/plain')],
    ['the type is told twice, the second right', mixed('b', 'Content-Type: text/plain', 'Content-Type: multipart/mixed; boundary=b')],
    ['the type is told twice, with two boundaries', mixed('b', 'Content-Type: multipart/mixed; boundary=c', 'Content-Type: multipart/mixed; boundary=b')],
  ])('when %s', (_, report) => expect(report).toMatchObject(FOUND)); // prettier-ignore

  const file = (type: string, disposition: string) =>
    read(
      ['Content-Type: multipart/mixed; boundary=b'],
      parts('b', WORDS, `Content-Type: ${type}\nContent-Disposition: ${disposition}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(source).toString('base64')}`),
    ); // prettier-ignore
  it.each([
    ['in pieces', 'application/octet-stream', 'attachment; filename*0="reported spa"; filename*1="m.em"; filename*2=l'],
    ['in pieces of the type', 'application/octet-stream; name*0=reported; name*1=".eml"', 'attachment'],
    ['percent-encoded', 'application/octet-stream', "attachment; filename*=utf-8''r%C3%A9clame%2Eeml"],
    ['percent-encoded in pieces', 'application/octet-stream', "attachment; filename*0*=utf-8'nl'%C3%A9; filename*1*=%2Ee; filename*2=ml"],
  ])('when the name of its file stands %s', (_, type, disposition) =>
    expect(file(type, disposition)).toMatchObject(FOUND)); // prettier-ignore

  it('when it is encoded, though that is forbidden', () => {
    for (const [encoding, body] of [
      ['base64', Buffer.from(source).toString('base64')],
      ['BASE64 ', Buffer.from(source).toString('base64').replace(/.{76}/g, '$&\n')],
      ['quoted-printable', source.replaceAll('=', '=3D')],
    ] as const)
      expect(
        read(
          ['Content-Type: multipart/mixed; boundary=b'],
          parts(
            'b',
            WORDS,
            `Content-Type: message/rfc822\nContent-Transfer-Encoding: ${encoding}\n\n${body}`,
          ),
        ),
      ).toMatchObject(FOUND);
  });

  it('when a digest stands within a digest, whose parts are messages unless they say otherwise', () => {
    const second = source.replaceAll('m1@', 'm2@');
    const inner = `Content-Type: multipart/digest; boundary=i\n\n${parts('i', `\n${source}`, `\n${second}`)}`;
    const outer = `Content-Type: multipart/digest; boundary=o\n\n${parts('o', inner)}`;
    const report = read(['Content-Type: multipart/mixed; boundary=b'], parts('b', WORDS, outer));
    expect([report, ...report.further].map(({ fields }) => fields.originalMessageId)).toEqual(['m1@shop.example', 'm2@shop.example']); // prettier-ignore
    const plain = `Content-Type: multipart/digest; boundary=o\n\n${parts('o', `Content-Type: text/plain\n\n${source}`)}`;
    expect(read(['Content-Type: multipart/mixed; boundary=b'], parts('b', WORDS, plain)).format).toBe('free-text');
  }); // prettier-ignore

  it('when somebody signed the mail with PGP or S/MIME', () => {
    const whole = `Content-Type: multipart/mixed; boundary=b\n\n${parts('b', WORDS, attached)}`;
    for (const [protocol, signature] of [
      ['application/pgp-signature', 'Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----'],
      ['application/pkcs7-signature', 'Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIAG'],
    ] as const)
      expect(
        read([`Content-Type: multipart/signed; protocol="${protocol}"; boundary=s`], parts('s', whole, signature)),
      ).toMatchObject({ ...FOUND, problems: [] });
  }); // prettier-ignore
});

describe('what was wrong with the packing', () => {
  it('is said', () => {
    expect(
      mixed('b', 'Content-Type: multipart/mixed; boundary=c', 'Content-Type: multipart/mixed; boundary=b')
        .problems,
    ).toEqual(['several Content-Type header fields in a part']);
    expect(mixed('b', 'Content-Type: multipart/mixed; boundary=c; boundary=b').problems).toEqual(['the boundary of a multipart does not occur']); // prettier-ignore
  });

  it('names no prototype and takes no pieces without end', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => `x*${n}=a`).join('; ');
    expect(mixed('b', `Content-Type: multipart/mixed; __proto__*0=x; constructor*=y; ${many}; boundary=b`).kind).toBe('complaint'); // prettier-ignore
  });
});

describe('a report that says which file it cannot open', () => {
  const text = personalComplaint(sent, 'jan@people.example', 'p1');
  it('is not one whose message is there all the same', () => {
    const withArchive = text.replace(/(--=_pp1)--/, '$1\r\nContent-Type: application/zip; name=a.zip\r\n\r\nPK\r\n$1--');
    expect(parseReport(Buffer.from(withArchive))).toMatchObject({ ...FOUND, problems: [] });
  });
}); // prettier-ignore
