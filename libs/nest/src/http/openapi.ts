import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { problemBody } from './problem';

type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const PROBLEMS = {
  '401': 'No key, or none of ours',
  '403': 'The key is of another role, see x-roles',
  '429': 'Too many calls; Retry-After says how long to wait',
  default: 'Whatever else is wrong',
} as const;

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Becomes the id of the command: the same key with the same body gets the same answer',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

/** What is so for every call that needs a key, said once and not at each. */
const withWhatAllShare = (document: OpenAPIObject): OpenAPIObject => {
  const { $schema: _, id: __, ...schema } = z.toJSONSchema(problemBody) as Record<string, unknown>;
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: schema as SchemaObject },
  };
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.put, path.post, path.delete, path.patch]) {
      if (!operation?.security) continue;
      for (const [status, description] of Object.entries(PROBLEMS))
        operation.responses[status] ??= {
          description,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        };
      if (operation === path.post) operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
    }
  return document;
};

/** The API as OpenAPI 3.1, from the very schemas that check the calls. */
export const openApiOf = (app: NestFastifyApplication, version: string): OpenAPIObject =>
  withWhatAllShare(
    SwaggerModule.createDocument(
      app,
      new DocumentBuilder()
        .setOpenAPIVersion('3.1.0')
        .setTitle('Meldkamer')
        .setDescription(
          'The abuse desk of an e-mail service provider. Errors are problem details (RFC 9457). Times are RFC 3339 in UTC. ' +
            'Idempotency-Key on a POST makes it repeatable; If-Match: "<revision>" makes it conditional.',
        )
        .setVersion(version)
        .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'mk_<id>_<secret>' })
        .build(),
      { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}` },
    ),
  );

/** The page at /docs and the document at /openapi.json, made when first asked for. */
export const serveOpenApi = (app: NestFastifyApplication, version: string): void => {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= openApiOf(app, version)), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
  });
};
