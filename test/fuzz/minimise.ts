/** The smallest input found within `tries`, and so many milliseconds, that still `fails`: stretches are left out, longest first. */
export const minimise = async (
  bytes: Buffer,
  fails: (bytes: Buffer) => Promise<boolean>,
  { tries = 2_000, patience = 20_000 } = {},
): Promise<Buffer> => {
  const until = Date.now() + patience;
  let smallest = bytes;
  for (let length = bytes.length >> 1; length > 0 && tries > 0; length >>= 1)
    for (let at = 0; at < smallest.length && tries > 0 && Date.now() < until;) {
      const shorter = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + length)]);
      tries--;
      if (await fails(shorter)) smallest = shorter;
      else at += length;
    }
  return smallest;
};
