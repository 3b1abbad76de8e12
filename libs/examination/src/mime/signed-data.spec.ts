import { parseReport } from '../parse-report';
import { signedContent } from './signed-data';

/** DER: tag, length, content. */
const element = (tag: number, ...content: Buffer[]): Buffer => {
  const all = Buffer.concat(content);
  const { length } = all;
  const told = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...told]), all]);
};
/** BER of no told length, as programs write that sign while they read. */
const endless = (tag: number, ...content: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);

const oid = (last: number) =>
  element(0x06, Buffer.from(`2a864886f70d0107${last.toString(16).padStart(2, '0')}`, 'hex'));
const [DATA, SIGNED, ENVELOPED] = [1, 2, 3].map(oid) as [Buffer, Buffer, Buffer]; // prettier-ignore
const VERSION = element(0x02, Buffer.from([1]));
const DIGESTS = element(0x31);
const octets = (text: string) => element(0x04, Buffer.from(text, 'latin1'));

const whole = (text: string) =>
  element(
    0x30,
    SIGNED,
    element(0xa0, element(0x30, VERSION, DIGESTS, element(0x30, DATA, element(0xa0, octets(text))))),
  );
const inPieces = (...pieces: string[]) =>
  endless(0x30, SIGNED, endless(0xa0, endless(0x30, VERSION, DIGESTS, endless(0x30, DATA, endless(0xa0, endless(0x24, ...pieces.map(octets))))))); // prettier-ignore
const detached = element(0x30, SIGNED, element(0xa0, element(0x30, VERSION, DIGESTS, element(0x30, DATA))));

const content = (der: Buffer) => signedContent(der.toString('latin1'));

describe('what S/MIME signs and carries', () => {
  it('is read in one piece or in several', () => {
    expect(content(whole('Subject: x\r\n\r\n'.repeat(100)))).toBe('Subject: x\r\n\r\n'.repeat(100));
    expect(content(inPieces('Content-Type: ', 'text/plain', '\r\n\r\nx'))).toBe(
      'Content-Type: text/plain\r\n\r\nx',
    );
  });

  it.each([
    ['encrypted', element(0x30, ENVELOPED, element(0xa0, element(0x30, VERSION)))],
    ['a signature of what stands elsewhere', detached],
    ['no BER', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['lengths of lengths', Buffer.alloc(100_000, 0xff)],
    ['nothing but beginnings', Buffer.alloc(100_000, Buffer.from([0x30, 0x80]))],
  ])('is not there when it is %s', (_, der) => expect(content(der)).toBeUndefined());

  it('is found when it was cut off, as far as it goes', () => {
    const der = whole('Subject: x\r\n\r\nBuy now');
    expect(content(der.subarray(0, der.length - 4))).toBe('Subject: x\r\n\r\nBuy');
  });

  const mail = (der: Buffer) =>
    parseReport(
      Buffer.from(
        `From: Jan <jan@people.example>\r\nTo: abuse@desk.example\r\nSubject: spam\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n${der.toString('base64')}`,
      ),
    );
  const entity =
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nStop this.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: news@shop.example\r\nTo: jan@people.example\r\nMessage-ID: <m1@shop.example>\r\nSubject: Spring\r\n\r\nBuy\r\n--b--\r\n';

  it.each([
    ['one piece', whole(entity)],
    ['pieces', inPieces(entity.slice(0, 50), entity.slice(50))],
  ])('has its report read, in %s', (_, der) =>
    expect(mail(der)).toMatchObject({
      kind: 'complaint',
      format: 'forwarded',
      complaints: 1,
      text: expect.stringContaining('Stop this.') as string,
      fields: { originalMessageId: 'm1@shop.example', originalRcptTo: ['jan@people.example'] },
    }),
  );

  it('within itself over and over ends at the budget', () => {
    let der = whole(entity);
    for (let n = 0; n < 20; n++)
      der = whole(`Content-Type: application/pkcs7-mime\r\n\r\n${der.toString('latin1')}`);
    expect(mail(der)).toMatchObject({ complaints: 0, problems: expect.arrayContaining(['it is encrypted with S/MIME']) as string[] }); // prettier-ignore
  });
});
