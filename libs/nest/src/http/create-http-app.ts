import { STATUS_CODES } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '@app/settings';
import { Gate } from '../access/gate';
import { Health } from '../observability/health';
import { correlated } from '../observability/correlation';
import type { Logger } from '../observability/logger';
import { Metrics } from '../observability/metrics';
import { NestLogger } from '../observability/nest-logger';
import { takeBodies } from './body-parsers';
import { callOf } from './call';
import { serveOpenApi } from './openapi';
import { checkQuery } from './query';
import { readRestOfBody } from './rest-of-body';

type Root = Parameters<typeof NestFactory.create>[0];

/** A path that cannot be decoded, a parameter that is too long: answered by the router, before Nest knows of it. */
const answerUnroutable = (
  error: { statusCode?: number; message: string },
  _: unknown,
  reply: FastifyReply,
) => {
  const status = error.statusCode ?? 400;
  void reply
    .status(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: STATUS_CODES[status], status, detail: 'the path cannot be read' });
};

/** The adapter, hardened. `trustedProxies` decide whose X-Forwarded-For `request.ip` believes. */
export const createAdapter = (settings: Settings): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: settings.http.bodyLimit,
    requestTimeout: settings.http.requestTimeout, // the whole request; headers have less, see createHttpApp
    trustProxy: settings.http.trustedProxies.length > 0 ? [...settings.http.trustedProxies] : false,
    routerOptions: { maxParamLength: 1024 }, // a longer one is 414; tokens of the answer page are some 200
    frameworkErrors: answerUnroutable,
    logger: false,
    forceCloseConnections: 'idle', // on close: those that wait for nothing; calls that run are finished
  });

/** An application of `root`, which imports FaceModule, ready for `listen`. Nothing is served yet. */
export const createHttpApp = async (
  root: Root,
  settings: Settings,
  logger: Logger,
): Promise<NestFastifyApplication> =>
  prepareHttpApp(
    await NestFactory.create<NestFastifyApplication>(root, createAdapter(settings), {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    }),
    settings,
    logger,
  );

/** The same for an application made by Nest's testing module (`createNestApplication(createAdapter(settings), { bodyParser: false })`). */
export const prepareHttpApp = (
  app: NestFastifyApplication,
  settings: Settings,
  logger: Logger,
): NestFastifyApplication => {
  const fastify = app.getHttpAdapter().getInstance();
  const gate = app.get(Gate);
  const metrics = app.get(Metrics);
  fastify.server.headersTimeout = Math.min(10_000, settings.http.requestTimeout);
  takeBodies(fastify);
  readRestOfBody(fastify, settings.http.bodyLimit);
  protectBrowsers(app, settings);

  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const call = await gate.admit(request);
    reply.header('x-request-id', call.requestId);
    if (!call.caller) return; // of a customer's link its own part counts, whatever a mailer hung on it
    reply.header('cache-control', 'no-store');
    checkQuery(request.url);
  });
  // Reading the body leaves the context in which it was asked for, so it is entered only here.
  fastify.addHook('preHandler', (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
    const call = callOf(request);
    if (call) correlated({ correlationId: call.correlationId }, done);
    else done();
  });
  fastify.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const call = callOf(request);
    const route = request.routeOptions?.url ?? 'none';
    const status = reply.statusCode;
    metrics.answered(request.method, route, status, reply.elapsedTime / 1000);
    logger[route.startsWith('/health') || route === '/metrics' ? 'debug' : 'info'](
      {
        correlationId: call?.correlationId,
        method: request.method,
        route,
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        keyId: call?.caller?.keyId,
      },
      'call answered',
    );
    done();
  });
  serveOpenApi(app, '1');
  return app;
};

/** Headers for /docs and the customer's page. Browsers are sent to https only where we are reached by it: over plain http,
 *  as on this machine, the page's own form would go nowhere. */
const protectBrowsers = (app: NestFastifyApplication, { http }: Settings): void => {
  const secure = http.publicUrl?.startsWith('https:') === true;
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      directives: {
        fontSrc: ["'self'"],
        frameAncestors: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"], // Swagger UI brings its own
        upgradeInsecureRequests: secure ? [] : null,
      },
    },
    strictTransportSecurity: secure ? { includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
};

const PATIENCE = 5_000; // ms, of the 10 s in which the desk has to be gone

/** Stops taking new calls, lets those that run finish for some seconds, then closes what the modules opened. */
export const drainHttpApp = async (app: NestFastifyApplication, patience = PATIENCE): Promise<void> => {
  app.get(Health).drain();
  // A caller that sends a byte now and then may not hold up the end: what it wanted was not done, it can ask again.
  const impatience = setTimeout(() => app.getHttpServer().closeAllConnections(), patience);
  try {
    await app.close();
  } finally {
    clearTimeout(impatience);
  }
};
