import type { FastifyRequest } from 'fastify';

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip'] as const;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** From this machine itself, and not passed on by a proxy that runs on it. */
export const isLocal = (request: FastifyRequest): boolean =>
  LOOPBACK.test(request.raw.socket.remoteAddress ?? '') &&
  FORWARDED.every((name) => request.headers[name] === undefined);
