// The newest map and what it rests on, as files for other programs.
import { el, node } from './dom.js';
import { scan, subscribe, unreachable } from './state.js';
import { scanUrl } from './api.js';
import { tell } from './dialog.js';

const LAYERS = [
  ['orientation', 'Map', ['ctf', 'ang', 'h5', 'csv', 'png']],
  ['measured', 'Measured points', ['ctf', 'ang', 'h5', 'csv', 'png']],
  ['uncertainty', 'Uncertainty', ['csv', 'png']],
  ['boundaries', 'Grain boundaries', ['csv', 'png']],
];

function links(s) {
  return LAYERS.map(([layer, words, formats]) => node('p', {}, words + ': ', ...formats.flatMap(format => {
    const query = new URLSearchParams({ format, layer, revision: s.revision });
    return [node('a', { href: scanUrl(s.scanId, '/export?' + query), download: true }, '.' + format), ' '];
  })));
}

export function start() {
  el('export').onclick = () => {
    const s = scan();
    if (s?.revision > 0) tell(node('p', {}, 'Files of revision ' + s.revision + ' of ' + s.scanId), ...links(s));
  };
  subscribe(() => { el('export').disabled = !(scan()?.revision > 0) || !!unreachable(); });
}
