import { z } from 'zod';
import type { Instant } from '@app/kernel';
import { SIMULATED_PLATFORM, simulatedSettings, startSimulatedPlatform } from '@app/platform';

/** A sending platform to develop against, in a process of its own, so that the desk meets it only over HTTP. The desk starts
 *  it when platform.kind is simulated; by hand:
 *  SIMULATED_PLATFORM='{"port": 4000, "secret": "s", "seed": 7, "faults": {"forget": 0.1}}' node dist/apps/simulated-platform/src/main.js */
const main = async (): Promise<void> => {
  const settings = simulatedSettings.safeParse(jsonOf(process.env[SIMULATED_PLATFORM]));
  if (!settings.success)
    throw new Error(
      `${SIMULATED_PLATFORM} does not hold its settings as JSON: ${z.prettifyError(settings.error)}`,
    );
  const platform = await startSimulatedPlatform({ ...settings.data, now: () => Date.now() as Instant });

  const end = () => void platform.close().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.once('disconnect', end); // whoever started it is gone, even by kill -9
  if (process.send) process.send({ url: platform.url });
  else process.stdout.write(`listening, orders to ${platform.url}\n`);
};

const jsonOf = (text = ''): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

main().catch((error: Error) => {
  process.stderr.write(`simulated platform: ${error.message}\n`);
  process.exitCode = 1;
});
