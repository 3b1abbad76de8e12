import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const PATIENCE = 5_000; // ms
const EXCESS = 4; // times the limit of a body; who goes on beyond it has no intention to read our answer

/** An answer that is given before the body has come in whole waits for the rest of it, which is thrown away: most callers
 *  send all they have before they read, and would find a broken connection (RFC 9112 section 9.6). */
export const readRestOfBody = (fastify: FastifyInstance, bodyLimit: number, patience = PATIENCE): void => {
  fastify.addHook('onSend', async ({ raw }: FastifyRequest, reply: FastifyReply) => {
    if (raw.complete !== false || raw.destroyed) return;
    const cameWhole = await passOver(raw, EXCESS * bodyLimit, patience);
    if (cameWhole) reply.removeHeader('connection');
    else reply.header('connection', 'close');
  });
};

/** Whether it came to its end within `most` bytes and `patience` ms. */
const passOver = (body: IncomingMessage, most: number, patience: number): Promise<boolean> =>
  new Promise((resolve) => {
    let passed = 0;
    const done = (whole: boolean) => {
      clearTimeout(late);
      body.off('data', count).off('end', ended).off('close', left).off('error', left);
      resolve(whole);
    };
    const count = (piece: Buffer) => {
      if ((passed += piece.length) > most) done(false);
    };
    const ended = () => done(true);
    const left = () => done(false);
    const late = setTimeout(left, patience);
    body.on('data', count).on('end', ended).on('close', left).on('error', left);
    body.resume();
  });
