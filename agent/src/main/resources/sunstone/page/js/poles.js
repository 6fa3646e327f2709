// Pole figure of the whole map, fetched once a revision.
import { scan, changed, unreachable } from './state.js';
import { getPicture, scanUrl } from './api.js';

let known = { of: '' }, wanted = '';

/** Its picture's address and what the brightest colour stands for, times uniform; nothing while it is not there. */
export function poles() {
  const s = scan(), of = s?.scanId + ' ' + s?.revision;
  if (s?.revision > 0 && wanted !== of && !unreachable()) {
    wanted = of;
    getPicture(scanUrl(s.scanId, '/poles'), 'X-Densest')
      .then(({ url, told }) => {
        if (known.url) URL.revokeObjectURL(known.url);
        known = { of, url, densest: told };
        changed();
      })
      .catch(() => {}); // asked again with the next map
  }
  return known.of.startsWith(s?.scanId + ' ') ? known : {};
}
