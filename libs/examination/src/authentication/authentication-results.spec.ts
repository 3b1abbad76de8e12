import { authenticate } from './authenticate';
import { spfByOwnServer } from './authentication-results';
import { zoneResolver } from './resolver';

const OURS = 'mx.esp.example';

describe('Authentication-Results', () => {
  it.each<[string, string[], unknown]>([
    [
      'of our own server say how the envelope fared',
      ['mx.esp.example; spf=pass smtp.mailfrom=bounces@Senderscore.net; dkim=none'],
      { result: 'pass', domain: 'senderscore.net' },
    ],
    [
      'may name a version, a domain only, and properties between spaces',
      ['mx.esp.example 1;  dkim=pass header.d=a.example ; spf/1=softfail   smtp.helo=mta.example'],
      { result: 'softfail', domain: 'mta.example' },
    ],
    [
      'count in any case',
      ['MX.ESP.EXAMPLE; SPF=Pass smtp.mailfrom=a.example'],
      { result: 'pass', domain: 'a.example' },
    ],
    ['of others say nothing', ['mx.other.example; spf=pass smtp.mailfrom=a.example'], undefined],
    [
      'of a name that only begins like ours say nothing',
      ['mx.esp.example.evil; spf=pass smtp.mailfrom=a'],
      undefined,
    ],
    [
      'below our own, under our own name, are not read',
      [
        'mx.esp.example; spf=fail smtp.mailfrom=a.example',
        'mx.esp.example; spf=pass smtp.mailfrom=a.example',
      ],
      { result: 'fail', domain: 'a.example' },
    ],
    ['without SPF say nothing of it', ['mx.esp.example; none'], undefined],
    [
      'do not speak in comments, however they nest',
      ['mx.esp.example (a ; spf=pass (b) smtp.mailfrom=x.example); spf=none (c; spf=pass)'],
      { result: 'none' },
    ],
    ['with a word that is none are no verdict', ['mx.esp.example; spf=perhaps'], { result: 'unknown' }],
  ])('%s', (_, fields, spf) => expect(spfByOwnServer(fields, OURS)).toEqual(spf));

  const report = (field: string) => Buffer.from(`${field}\r\nFrom: fbl@x.example\r\nSubject: a\r\n\r\nb\r\n`);
  const spf = async (authservId: string | undefined, clientIp?: string) => {
    const bytes = report(`Authentication-Results: ${OURS};\r\n spf=pass smtp.mailfrom=x.example`);
    const travelled = { mailFrom: 'a@x.example', authservId, clientIp };
    return (
      await authenticate(
        bytes,
        travelled,
        0,
        zoneResolver(() => ({})),
      )
    ).spf.result;
  };

  it('are read only where the settings name our server', async () => {
    expect(await spf(OURS)).toBe('pass');
    expect(await spf(undefined)).toBe('none');
    expect(await spf('mx.else.example')).toBe('none');
  });
  it('are not read where the client is known: that is for us to check', async () =>
    expect(await spf(OURS, '192.0.2.1')).toBe('none'));
});
