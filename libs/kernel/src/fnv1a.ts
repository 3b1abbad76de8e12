/** FNV-1a of 128 bits over UTF-16 code units: 32 hex digits. Tells names apart that nobody chose to collide, where a
 *  context may not reach for cryptography. The same for ever: ids are made of it. */
export const fnv1a128 = (text: string): string => {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (let i = 0; i < text.length; i++)
    hash = BigInt.asUintN(128, (hash ^ BigInt(text.charCodeAt(i))) * 0x0000000001000000000000000000013bn);
  return hash.toString(16).padStart(32, '0');
};
