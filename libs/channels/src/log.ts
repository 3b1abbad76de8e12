/** Told what happens, with fields for the log. Never given an address of a person, nor anything of a message. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;
