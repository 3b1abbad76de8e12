import { openIdleDesk } from '@app/nest';
import type { Settings } from '@app/settings';
import type { OpenedOperations } from './reach-desk';

/** What can be done in a data directory on which no desk runs: everything, by one that stands still. */
export const openOwnDesk = (settings: Settings): Promise<OpenedOperations> => openIdleDesk(settings);
