/** `1:3,7`: how IMAP names messages (RFC 9051 section 9, sequence-set). What is no run is named one by one: a range over
 *  a gap would name what arrives in it. Ascending. */
export const uidSet = (uids: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const uid of uids) {
    const run = runs.at(-1);
    if (run && uid === run[1] + 1) run[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
};
