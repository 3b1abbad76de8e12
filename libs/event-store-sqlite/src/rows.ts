import type { Instant, Json } from '@app/kernel';
import type { Meta, Position, Recorded } from '@app/event-store';

export const COLUMNS = 'position, stream, revision, id, type, version, data, meta, at';
export type Row = [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  version: number,
  data: string,
  meta: string,
  at: number,
];

export const position = (n: number): Position => String(n) as Position;

export const recorded = (row: Row): Recorded => ({
  position: position(row[0]),
  stream: row[1],
  revision: row[2],
  id: row[3],
  type: row[4],
  version: row[5],
  data: JSON.parse(row[6]) as Json,
  meta: JSON.parse(row[7]) as Meta,
  at: row[8] as Instant,
});
