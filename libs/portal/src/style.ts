import { createHash } from 'node:crypto';

// Contrast is at least 4.5:1 for text and 3:1 for borders and focus, in both schemes; targets are at least 44 px high. Widths
// are relative: at 320 px nothing has to be scrolled sideways.
export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1b1b; --quiet: #4a4a4a; --line: #767676; --link: #0b4f9e;
  --on-link: #ffffff; --wrong: #a80019; --box: #f2f5f9; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181c; --ink: #ececec; --quiet: #c4c4c4; --line: #8f959e; --link: #8ab8ff; --on-link: #10131a;
    --wrong: #ffa3a3; --box: #22262d; }
}
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
header, main, footer { max-width: 44rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 2rem;
  border-bottom: 1px solid var(--line); }
footer { margin-top: 3rem; padding-bottom: 2rem; color: var(--quiet); }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, textarea:focus-visible, input:focus-visible, select:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--link); outline-offset: 3px; }
nav ul { display: flex; gap: 0.5rem; list-style: none; margin: 0; padding: 0; }
nav a, nav strong { display: inline-block; min-width: 44px; padding: 0.6rem 0.5rem; }
.skip { position: absolute; left: -99rem; padding: 0.75rem 1rem; background: var(--paper); }
.skip:focus { left: 0; z-index: 1; }
.time, .wrong { background: var(--box); border-left: 0.4rem solid var(--link); padding: 0.75rem 1rem; margin: 1.5rem 0; }
.wrong { border-left-color: var(--wrong); }
.wrong h2 { margin-top: 0; }
.wrong a, .problem { color: var(--wrong); font-weight: 600; }
.wrong li a { display: inline-block; padding: 0.25rem 0; min-height: 2rem; }
.hint { color: var(--quiet); }
dl { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 0.5rem; }
blockquote { margin: 0.5rem 0; padding-left: 1rem; border-left: 0.25rem solid var(--line); white-space: pre-line; }
label { display: block; font-weight: 600; margin-top: 1.5rem; }
.hint, .problem { margin: 0.25rem 0; }
textarea, input, select { width: 100%; min-height: 44px; padding: 0.5rem; font: inherit; color: inherit;
  background: var(--paper); border: 2px solid var(--line); border-radius: 0.25rem; }
textarea { min-height: 9rem; }
[aria-invalid] { border-color: var(--wrong); }
fieldset { margin: 2rem 0 0; padding: 0 1rem 1rem; border: 1px solid var(--line); border-radius: 0.25rem; min-width: 0; }
legend { padding: 0 0.5rem; font-weight: 600; }
button { margin-top: 1.5rem; min-height: 44px; padding: 0.6rem 1.5rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-link); background: var(--link); border: 2px solid transparent; border-radius: 0.25rem; }
`;

const HASH = createHash('sha256').update(STYLE).digest('base64');

/** For every page of the portal. The link is a secret: no referrer, no cache, no frame around it, no index of it. There is no
 *  script, image or font to allow; the one style is named by its hash. */
export const portalHeaders = (): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${HASH}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'Accept-Language',
});
