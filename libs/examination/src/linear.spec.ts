import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';
import * as ts from 'typescript';
import { DEFAULT_BUDGET } from './mime/budget';
import { parseReport } from './parse-report';

/** How often a part of a pattern may be tried anew from one place: what a hostile text may multiply its length by. */
const MOST_PER_PLACE = 20_000;

/** Patterns that break the rule and cost nothing: each reads what is already short, or follows a literal. */
const JUSTIFIED: Readonly<Record<string, string>> = {
  'authentication-results.ts ^smtp\\.(?:mailfrom|helo)=(.*)$':
    'anchored: nothing before it can be tried anew',
  'excess.ts ^dkim-signature[ \\t]*:':
    'behind a literal: a run of spaces is read once for each name before it',
  'excess.ts ^arc-seal[ \\t]*:': 'behind a literal: a run of spaces is read once for each name before it',
  'resolver.ts ^(\\d{1,5})\\s+(\\S+)$': 'of a zone file, and anchored',
};

/** What could make a pattern try the same text over and over: a repetition within one, or an unbounded one with something
 *  behind it that may fail. */
const faultsOf = (literal: string): string[] => {
  const faults: string[] = [];
  const ast = new RegExpParser().parseLiteral(literal);
  visitRegExpAST(ast, {
    onQuantifierEnter(quantifier) {
      const around = repeatedAround(quantifier);
      if (around !== undefined && quantifier.max * around.max > MOST_PER_PLACE)
        faults.push(`${quantifier.raw} within ${around.raw}`);
      else if (quantifier.max === Infinity && !endsThePattern(quantifier) && !isAnchored(quantifier, ast))
        faults.push(`${quantifier.raw} without a bound`);
    },
  });
  return faults;
};

const repeatedAround = (quantifier: AST.Quantifier): AST.Quantifier | undefined => {
  for (let at = quantifier.parent as AST.Node | null; at; at = at.parent as AST.Node | null)
    if (at.type === 'Quantifier' && at.max > 1) return at;
  return undefined;
};

const endsThePattern = ({ parent, end }: AST.Quantifier): boolean =>
  parent.type === 'Alternative' && parent.parent.type === 'Pattern' && parent.end === end;

/** Tried at the beginning of the text and nowhere else. */
const isAnchored = ({ parent }: AST.Quantifier, { flags }: AST.RegExpLiteral): boolean => {
  if (parent.type !== 'Alternative' || parent.parent.type !== 'Pattern' || flags.multiline) return false;
  const [first] = parent.elements;
  const unbounded = parent.elements.filter((e) => e.type === 'Quantifier' && e.max === Infinity);
  return first?.type === 'Assertion' && first.kind === 'start' && unbounded.length === 1;
};

const literalsOf = (file: string): string[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

/** All but the registry of sources, whose patterns read our own configuration. */
const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('sources'))
  .map((file) => join(__dirname, file));

describe('reading takes time in proportion to what is read', () => {
  it.each(['/(a+)+$/', '/(?:a{1,500}){1,500}b/', '/\\s+$/', '/^(\\w*)*x/m', '/a.*b.*c/'])(
    '%s is a pattern that would not',
    (literal) => expect(faultsOf(literal)).not.toEqual([]),
  );

  it('no pattern that sees mail tries the same text over and over', () => {
    const literals = sources.flatMap((file) => literalsOf(file).map((literal) => [file, literal] as const));
    expect(literals.length).toBeGreaterThan(100);
    const faulty = literals.flatMap(([file, literal]) => {
      const name = `${basename(file)} ${literal.slice(1, literal.lastIndexOf('/'))}`;
      return name in JUSTIFIED ? [] : faultsOf(literal).map((fault) => `${name}: ${fault}`);
    });
    expect(faulty).toEqual([]);
  });

  const FIELDS = 'From: a@b.example\r\nTo: abuse@desk.example\r\nSubject: spam';
  const REPEATS = [
    ' ', '\t', '\n', '> ', '>', '<', '<a', '&#', '&amp', '=', '=\n', '-', '--b\n', '--', ':', 'a:', 'From:\n', 'Van: a\n',
    'From: a@b.c\nTo: a\n', 'http://', 'hxxp[.]', '1.', '1:', 'a@', '@', '(', '((a)', '"', '\\"', 'schreef :\n',
    'On a wrote:\n', 'hat geschrieben ', 'Received: a\n', 'Received:\n ', 'message/rfc822', '=?a?q?', '{"a":', '[', ',',
    'Kanaal?\n', 'Reden:\n', '*', '_', '\u00e9', '-----Original Message-----\n', 'Begin forwarded message:\n', '1/1/2026 ',
    '----- Forwarded Message ----- ', '----- Forwarded Message ----- From: a', 'To:', '\n\nFrom a\nb:', '{}', '1:00 ', 'phishing or spam ',
    'not this phishing, ', 'www.',
  ]; // prettier-ignore
  it.each(REPEATS)('%j over and over ends within the budget, wherever it stands', (repeat) => {
    const run = repeat.repeat(Math.ceil(100_000 / repeat.length));
    for (const text of [
      `${FIELDS}\r\n\r\n${run}`,
      `${FIELDS}\r\nContent-Type: text/html\r\n\r\n${run}`,
      `${FIELDS}${run}\r\n\r\nx`,
      `${FIELDS}\r\nContent-Type: multipart/report; boundary=b; ${run}\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\n${run}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${run}`,
      `${FIELDS}\r\nContent-Type: application/mbox\r\n\r\nFrom a\nFrom: a@b.c\n${run}`,
      `[${run}`,
      `{"xarf_version": "4.0.0", "category": "messaging", "type": "spam", "smtp_to": ${JSON.stringify(run)}}`,
    ]) {
      const report = parseReport(Buffer.from(text));
      expect((report.text ?? '').length).toBeLessThanOrEqual(DEFAULT_BUDGET.text);
      expect(report.problems.length).toBeLessThanOrEqual(20);
      expect(Math.max(0, ...report.problems.map(({ length }) => length))).toBeLessThan(300);
      expect(report.complaints).toBeLessThanOrEqual(DEFAULT_BUDGET.complaints);
    }
  }); // prettier-ignore
});
