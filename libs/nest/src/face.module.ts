import { ConfigurableModuleBuilder, Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { FreeSpace } from '@app/channels';
import type { Instant } from '@app/kernel';
import type { ReadStore } from '@app/read-store';
import type { Settings } from '@app/settings';
import { AccessGuard } from './access/access.guard';
import { bringFaceTablesUp } from './access/face-tables';
import { Gate } from './access/gate';
import { KeyStore } from './access/key-store';
import type { AuditLog } from './audit/audit-log';
import { AuditTrail } from './audit/audit-trail';
import { LOGGER, NOW, SETTINGS, SPACE } from './face-tokens';
import { IdempotencyInterceptor } from './http/idempotency.interceptor';
import { IdempotentAnswers } from './http/idempotent-answers';
import { ProblemFilter } from './http/problem.filter';
import { validationPipe } from './http/validation';
import { Health, HealthController } from './observability/health';
import type { Logger } from './observability/logger';
import { Metrics, MetricsController } from './observability/metrics';

/** What the face stands on; the composition opens and closes it. */
export interface FaceOptions {
  readonly settings: Settings;
  readonly now: () => Instant;
  readonly tables: ReadStore;
  readonly audit: AuditLog;
  readonly space: FreeSpace;
  readonly logger: Logger;
}

const built = new ConfigurableModuleBuilder<FaceOptions>().setClassMethodName('forRoot').build();
const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = built;

const given = <K extends keyof FaceOptions>(key: K) => ({
  inject: [MODULE_OPTIONS_TOKEN],
  useFactory: (options: FaceOptions): FaceOptions[K] => options[key],
});

/** Access, audit, idempotency, problem details, health and metrics for every controller of the application:
 *  `FaceModule.forRoot({ settings, now, tables, audit, logger })`, or `forRootAsync({ inject, useFactory })`. */
@Global()
@Module({
  controllers: [HealthController, MetricsController],
  providers: [
    { provide: SETTINGS, ...given('settings') },
    { provide: NOW, ...given('now') },
    { provide: LOGGER, ...given('logger') },
    { provide: SPACE, ...given('space') },
    {
      provide: KeyStore,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: async ({ tables, now, settings }: FaceOptions) => {
        await bringFaceTablesUp(tables);
        return new KeyStore(tables, now, settings.adminKey);
      },
    },
    {
      provide: Gate,
      inject: [KeyStore, MODULE_OPTIONS_TOKEN],
      useFactory: (keys: KeyStore, { settings, now }: FaceOptions) =>
        new Gate(keys, settings.http.rates, now),
    },
    {
      provide: AuditTrail,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: ({ audit, now }: FaceOptions) => new AuditTrail(audit, now),
    },
    {
      provide: IdempotentAnswers,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: ({ tables, now, settings }: FaceOptions) =>
        new IdempotentAnswers(tables, now, settings.retention.idempotencyKeys),
    },
    Health,
    Metrics,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
  exports: [SETTINGS, NOW, LOGGER, SPACE, KeyStore, Gate, AuditTrail, Health, Metrics],
})
export class FaceModule extends ConfigurableModuleClass {
  static override forRoot(options: typeof built.OPTIONS_TYPE): DynamicModule {
    return super.forRoot(options);
  }
  static override forRootAsync(options: typeof built.ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.forRootAsync(options);
  }
}
