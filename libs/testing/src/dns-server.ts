import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

/** What the server says of a name: addresses and texts, or how it misbehaves. `late` answers stay with the server until
 *  `answerLate`; `silent` is never answered. */
export type DnsAnswer =
  | { readonly A?: readonly string[]; readonly TXT?: readonly string[] }
  | 'SERVFAIL'
  | 'REFUSED'
  | 'silent'
  | 'late'
  | 'truncated'
  | 'garbage'
  | 'cut-short'
  | 'wrong-id'
  | 'wrong-question'
  | 'loop';

const TYPES = { A: 1, TXT: 16 } as const;
const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
const RESPONSE = 0x8400; // QR and AA (RFC 1035 section 4.1.1)
const TRUNCATED = 0x0200;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  /** As it came: name, type and class. */
  readonly bytes: Buffer;
}

/** A name server over UDP on this machine that answers from a list: RFC 1035, as much of it as one question needs. A name
 *  that is not in the list is NXDOMAIN. */
export class DnsServer {
  /** Every question so far, `A 2.0.0.127.bl.test`. */
  readonly asked: string[] = [];
  private readonly kept: (() => void)[] = [];

  private constructor(
    private readonly socket: Socket,
    private readonly answers: Record<string, DnsAnswer>,
    /** Asked for names that are not in the list. */
    private readonly otherwise: (name: string) => DnsAnswer | undefined,
  ) {
    socket.on('message', (message, from) => this.heard(message, from));
  }

  static async start(
    answers: Record<string, DnsAnswer> = {},
    otherwise: (name: string) => DnsAnswer | undefined = () => undefined,
  ): Promise<DnsServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new DnsServer(socket, answers, otherwise);
  }

  /** `127.0.0.1:5353`, as the setting dns.servers takes it. */
  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** From here on; undefined: there is no such name. */
  says(name: string, answer: DnsAnswer | undefined): void {
    if (answer === undefined) delete this.answers[name];
    else this.answers[name] = answer;
  }

  /** Sends what was kept back. */
  answerLate(): void {
    for (const send of this.kept.splice(0)) send();
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(resolve));
  }

  private heard(message: Buffer, from: RemoteInfo): void {
    const question = questionIn(message);
    if (!question) return;
    const typeName = Object.entries(TYPES).find(([, type]) => type === question.type)?.[0];
    this.asked.push(`${typeName ?? question.type} ${question.name}`);
    const answer = Object.hasOwn(this.answers, question.name)
      ? this.answers[question.name]
      : this.otherwise(question.name);
    const send = (bytes: Buffer) => this.socket.send(bytes, from.port, from.address);
    if (answer === 'silent') return;
    if (answer === 'late') this.kept.push(() => send(response(question, { A: ['127.0.0.2'] })));
    else send(response(question, answer));
  }
}

/** Undefined for what is no question of one name without pointers. */
const questionIn = (message: Buffer): Question | undefined => {
  if (message.length < 17) return undefined;
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at]!; length > 0; length = message[at] ?? 0) {
    if (length > 63) return undefined;
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const bytes = message.subarray(12, at + 5);
  return {
    id: message.readUInt16BE(0),
    name: labels.join('.').toLowerCase(),
    type: message.readUInt16BE(at + 1),
    bytes,
  };
};

const response = (question: Question, answer: DnsAnswer | undefined): Buffer => {
  switch (answer) {
    case undefined:
      return reply(question, RCODES.NXDOMAIN, []);
    case 'SERVFAIL':
    case 'REFUSED':
      return reply(question, RCODES[answer], []);
    case 'truncated':
      return reply(question, RCODES.NOERROR, [], TRUNCATED);
    case 'garbage':
      return Buffer.concat([idOf(question), Buffer.alloc(500, 0xc7)]);
    case 'cut-short':
      return reply(question, RCODES.NOERROR, [address('127.0.0.2')]).subarray(0, -3);
    case 'wrong-id':
      return reply({ ...question, id: question.id ^ 0xffff }, RCODES.NOERROR, [address('127.0.0.2')]);
    case 'wrong-question':
      return reply({ ...question, bytes: OTHER }, RCODES.NOERROR, [address('127.0.0.2')]);
    case 'loop': // the answer's name points at itself (RFC 1035 section 4.1.4)
      return reply(question, RCODES.NOERROR, [address('127.0.0.2', 12 + question.bytes.length)]);
    case 'silent':
    case 'late':
      throw new Error(`${answer} is no message`);
    default: {
      const records = [
        ...(question.type === TYPES.A ? (answer.A ?? []).map((one) => address(one)) : []),
        ...(question.type === TYPES.TXT ? (answer.TXT ?? []).map(text) : []),
      ];
      return reply(question, RCODES.NOERROR, records);
    }
  }
};

const OTHER = Buffer.from('\x05other\x04test\0\0\x01\0\x01', 'latin1');

const idOf = ({ id }: Question): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(id);
  return bytes;
};

const reply = (question: Question, rcode: number, records: readonly Buffer[], flags = 0): Buffer => {
  const rest = Buffer.alloc(10);
  rest.writeUInt16BE(RESPONSE | flags | rcode, 0);
  rest.writeUInt16BE(1, 2);
  rest.writeUInt16BE(records.length, 4);
  return Buffer.concat([idOf(question), rest, question.bytes, ...records]);
};

/** Named by a pointer, to the question unless told. */
const record = (type: number, data: Buffer, pointsTo = 12): Buffer => {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 | pointsTo, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4); // IN
  head.writeUInt32BE(300, 6); // seconds to live
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
};
const address = (given: string, pointsTo?: number): Buffer =>
  record(TYPES.A, Buffer.from(given.split('.').map(Number)), pointsTo);
/** In strings of 255 bytes, as long texts are written. */
const text = (given: string): Buffer => {
  const parts = given.match(/[\s\S]{1,255}/g) ?? [''];
  return record(
    TYPES.TXT,
    Buffer.concat(parts.map((part) => Buffer.from(`${String.fromCharCode(part.length)}${part}`, 'latin1'))),
  );
};
