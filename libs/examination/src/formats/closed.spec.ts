import { parseReport } from '../parse-report';

const mail = (type: string, body: string) =>
  parseReport(
    Buffer.from(
      `From: Jan <jan@people.example>\r\nTo: abuse@desk.example\r\nSubject: spam\r\nContent-Type: ${type}\r\n\r\n${body}`,
    ),
  );
const attached = (type: string) =>
  mail(
    'multipart/mixed; boundary=b',
    `--b\r\nContent-Type: text/plain\r\n\r\nThis is spam, see the file.\r\n--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n`,
  );

describe('what nobody here opens', () => {
  it.each([
    ['it is encrypted with PGP', mail('multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b', '--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n')],
    ['it is encrypted with S/MIME', mail('application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'AAAA')],
    ['it is one piece of a message that was sent in several', mail('message/partial; id="x@y"; number=1; total=2', 'Subject: Spring\r\n\r\nBuy')],
    ['it has a winmail.dat of Outlook, which is not opened', attached('application/ms-tnef; name=winmail.dat')],
    ['it is encrypted with PGP', mail('text/plain', '-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n')],
    ['it has a winmail.dat of Outlook, which is not opened', attached('application/octet-stream\r\nContent-Disposition: attachment; filename="WINMAIL.DAT"')],
    ['it has a winmail.dat of Outlook, which is not opened', attached('application/vnd.ms-tnef')],
    ['it has an archive, which is not opened', attached('application/octet-stream\r\nContent-Disposition: attachment; filename*0=spam.z; filename*1=ip')],
    ['it has an archive, which is not opened', attached('application/zip; name="spam.zip"')],
    ['it has an archive, which is not opened', attached('application/octet-stream; name="Spam.EML.GZ"')],
  ])('waits for a person who is told why: %s', (reason, report) => {
    expect([report.kind, report.complaints, report.problems]).toEqual(['complaint', 0, [reason]]);
  }); // prettier-ignore

  it('is not said of a picture', () => expect(attached('image/png; name=spam.png').problems).toEqual([]));
});
