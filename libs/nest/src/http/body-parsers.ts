import { SetMetadata, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from './json';
import { uploadForm, UPLOAD_BODY_LIMIT } from './upload-form';

const BYTES = Symbol('bytes');
type WithBytes = FastifyRequest & { [BYTES]?: Buffer };
type RawConfig = { readonly raw?: readonly string[]; readonly uploads?: boolean };

/** The body as it came; empty when there was none. */
export const bytesOf = (request: FastifyRequest): Buffer => (request as WithBytes)[BYTES] ?? Buffer.alloc(0);

/** `@Body()` of this route is the bytes as they came, of these media types and no others: a report is evidence. */
export const TakesBytes = (...mediaTypes: readonly string[]) =>
  applyDecorators(
    RouteConfig({ raw: mediaTypes }),
    SetMetadata('raw', mediaTypes),
    ApiConsumes(...mediaTypes),
  );

/** `@Body()` of this route may be an UploadForm as well: a form with files. */
export const TakesUploads = () => RouteConfig({ uploads: true });

const FORM_LIMIT = 256 * 1024; // the customer's page: some pages of text, sent by somebody without a key
const MOST_FIELDS = 100;

const wrong = (statusCode: number, code: string, message: string) =>
  Object.assign(new Error(message), { name: 'FastifyError', statusCode, code });

/** JSON, mail and forms; everything else is 415. Replaces the parsers of Nest and Fastify. */
export const takeBodies = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  for (const type of ['application/json', /^application\/[\w.-]+\+json$/])
    fastify.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, (request, body, done) => {
      (request as WithBytes)[BYTES] = body;
      if ((request.routeOptions.config as RawConfig).raw) return done(null, body);
      if (body.length === 0) return done(null, undefined); // what is missing is for the route's schema to say
      try {
        done(null, parseJson(body));
      } catch (error) {
        done(error as Error, undefined);
      }
    });
  for (const type of ['message/rfc822', 'text/plain'])
    fastify.addContentTypeParser<Buffer>(type, { parseAs: 'buffer' }, (request, body, done) => {
      (request as WithBytes)[BYTES] = body;
      if (!(request.routeOptions.config as RawConfig).raw?.includes(type))
        return done(wrong(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE', `${type} is not taken here`), undefined);
      done(null, body);
    });
  fastify.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: FORM_LIMIT },
    (request, body, done) => {
      if ((request.routeOptions.config as RawConfig).raw)
        return done(wrong(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE', 'forms are not taken here'), undefined);
      // No prototype: a field called __proto__ is a field.
      const fields = Object.create(null) as Record<string, string>;
      let count = 0;
      for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
        if (++count > MOST_FIELDS)
          return done(wrong(400, 'TOO_MANY_FIELDS', `more than ${MOST_FIELDS} fields`), undefined);
        fields[name] = value;
      }
      done(null, fields);
    },
  );
  fastify.addContentTypeParser<Buffer>(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: UPLOAD_BODY_LIMIT },
    (request, body, done) => {
      if (!(request.routeOptions.config as RawConfig).uploads)
        return done(
          wrong(415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE', 'forms with files are not taken here'),
          undefined,
        );
      const form = uploadForm(body, request.headers['content-type'] ?? '');
      if (typeof form === 'string') return done(wrong(400, 'BAD_FORM', form), undefined);
      done(null, form);
    },
  );
};
