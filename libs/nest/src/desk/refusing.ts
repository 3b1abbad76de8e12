import { OperationRefused } from '../cli-socket';

/** What cannot be done as asked is the operator's to know, not a fault of ours. */
export const refusing = async <T>(act: () => Promise<T>): Promise<T> => {
  try {
    return await act();
  } catch (error) {
    throw new OperationRefused((error as Error).message);
  }
};
