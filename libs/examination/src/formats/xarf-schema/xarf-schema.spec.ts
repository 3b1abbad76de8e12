import { parseReport } from '../../parse-report';
import { violationsOf3 } from './version-3';
import { violationsOf4 } from './version-4';

const party = { org: 'Traps', contact: 'reports@traps.example', domain: 'traps.example' };
const spam4 = {
  xarf_version: '4.2.0',
  report_id: '0b9e6f3a-54ad-4c1b-a3e2-3f3a1f4c2f10',
  timestamp: '2026-03-03T09:00:00Z',
  reporter: party,
  sender: party,
  source_identifier: '192.0.2.5',
  source_port: 25,
  category: 'messaging',
  type: 'spam',
  protocol: 'smtp',
  smtp_from: 'news@shop.example',
};
const report3 = {
  Version: '3',
  Disclosure: true,
  ReporterInfo: {
    ReporterOrg: 'Traps',
    ReporterOrgDomain: 'traps.example',
    ReporterOrgEmail: 'reports@traps.example',
  },
};
const spam3 = {
  ReportClass: 'Activity',
  ReportType: 'Spam',
  Date: '2026-03-03T09:00:00Z',
  SourceIp: '192.0.2.5',
};
const without = (object: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

describe('the schema of XARF 4', () => {
  it('has nothing against a report that keeps to it', () => expect(violationsOf4(spam4)).toEqual([]));

  it.each([
    ['a required field that is absent', without(spam4, 'report_id'), 'report_id'],
    ['what smtp requires and sms does not', without(spam4, 'smtp_from'), 'smtp_from'],
    ['a timestamp without a zone', { ...spam4, timestamp: '2026-03-03T09:00:00' }, 'timestamp'],
    ['a day that does not exist', { ...spam4, timestamp: '2026-02-30T09:00:00Z' }, 'timestamp'],
    ['a port that is none', { ...spam4, source_port: 70_000 }, 'source_port'],
    ['a contact that is no address', { ...spam4, reporter: { ...party, contact: 'us' } }, 'reporter.contact'],
    ['a word that is not in the list', { ...spam4, protocol: 'pigeon' }, 'protocol'],
    ['a tag without its space', { ...spam4, tags: ['spam'] }, 'tags.0'],
    ['a type of another category', { ...spam4, type: 'phishing' }, 'type'],
    ['a type named like what objects inherit', { ...spam4, type: 'constructor' }, 'type'],
    ['more evidence than may be', { ...spam4, evidence: new Array(51).fill({ content_type: 'a/b', payload: '' }) }, 'evidence'],
  ])('notes %s', (_, report, where) => {
    const violations = violationsOf4(report);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(` ${where}: `);
  }); // prettier-ignore

  it('asks for what each type asks for', () => {
    const of = (category: string, type: string, more: object) => violationsOf4({ ...spam4, category, type, ...more });
    expect(of('content', 'phishing', {})).toEqual([expect.stringContaining('url')]);
    expect(of('content', 'phishing', { url: 'https://shop.example/login' })).toEqual([]);
    expect(of('copyright', 'p2p', { p2p_protocol: 'bittorrent', swarm_info: { torrent_name: 'x' } })).toEqual([
      expect.stringContaining('info_hash or magnet_uri'),
    ]);
    expect(of('reputation', 'blocklist', { threat_type: 'spam' })).toEqual([]);
  }); // prettier-ignore

  it('says no more than ten things, and quotes nothing that was written', () => {
    const jan = 'jan@mail.test';
    const all = Object.fromEntries(Object.keys(spam4).map((name) => [name, { [jan]: jan }]));
    const violations = violationsOf4({
      ...all,
      category: 'messaging',
      type: 'spam',
      reporter: { ...party, [jan]: 1 },
    });
    expect(violations.length).toBeGreaterThan(5);
    expect(violations.length).toBeLessThanOrEqual(11);
    expect(violations.join()).not.toContain('jan');
  });
});

describe('the schema of XARF 3', () => {
  it('has nothing against a report that keeps to it', () =>
    expect(violationsOf3({ ...report3, Report: spam3 })).toEqual([]));

  it.each([
    ['an address that is none', { ...spam3, SourceIp: '300.1.1.1' }, 'Report.SourceIp'],
    ['a class of another type', { ...spam3, ReportClass: 'Content' }, 'Report.ReportClass'],
    ['a type that does not exist', { ...spam3, ReportType: 'Rudeness' }, 'Report.ReportType'],
    ['a sample without its content', { ...spam3, Samples: [{ Description: 'x' }] }, 'Report.Samples.0'],
    ['an address as the name of an account', {
      ReportClass: 'Activity', ReportType: 'PotentiallyCompromisedAccount', Date: '2026-03-03T09:00:00Z',
      Account: { AccountIdentifier: 'jan@mail.test' },
    }, 'Report.Account.AccountIdentifier'],
  ])('notes %s', (_, report, where) => {
    const violations = violationsOf3({ ...report3, Report: report });
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(` ${where}: `);
  }); // prettier-ignore

  it('asks an organisation who it is, and not a person', () => {
    const by = (ReporterInfo: object) => violationsOf3({ ...report3, ReporterInfo, Report: spam3 });
    expect(by({ ReporterOrg: 'Traps' })).toHaveLength(2);
    expect(by({ ReporterType: 'Person', ReporterContactName: 'Jan' })).toEqual([]);
  });
});

describe('a report that breaks its schema', () => {
  const parsed = (report: object) => parseReport(Buffer.from(JSON.stringify(report)));

  it('is a complaint all the same, and says what is wrong with it', () => {
    const { kind, valid, problems, fields } = parsed(without({ ...spam4, smtp_to: 'jan@mail.test' }, 'source_port'));
    expect({ kind, valid, to: fields.originalRcptTo }).toEqual({ kind: 'complaint', valid: false, to: ['jan@mail.test'] });
    expect(problems).toEqual([expect.stringContaining('source_port')]);
  }); // prettier-ignore

  it('goes to a person when it reports nothing at all', () =>
    expect(parsed({ Version: '3' })).toMatchObject({ kind: 'unreadable', format: 'xarf', valid: false }));
});
