// One map: a choice of layers, a canvas, a legend.
import { node, svg, say } from './dom.js';
import { state, scan, changed, unreachable } from './state.js';
import { LAYERS, picture, maxDeg, available } from './layers.js';
import { view, toScreen, scale, settle } from './view.js';
import { overlay } from './overlay.js';
import { bar } from './colours.js';
import { scanUrl } from './api.js';

const NARROW = 88; // px, the least that a legend can be read in
const OTHERWISE = ['registration', 'ipf-x', 'ipf-y', 'ipf-z']; // in place of a layer that the scan does not have

export class Pane {
  constructor(kind) {
    this.frame = 0;
    this.choice = node('select', { 'aria-label': 'Layer', onchange: () => this.choose(this.choice.value) },
      ...Object.entries(LAYERS).filter(([, l]) => l.name).map(([k, l]) => node('option', { value: k }, l.name)));
    this.slider = node('input', { type: 'range', min: 0, max: 35, value: 0, 'aria-label': 'Stage angle', hidden: true,
      oninput: () => { this.frame = +this.slider.value; changed(); } });
    this.output = node('output');
    this.canvas = node('canvas', { class: 'map', tabindex: 0, role: 'img' });
    this.legend = node('div', { class: 'legend' });
    this.root = node('figure', { class: 'pane' },
      node('div', { class: 'bar' }, this.choice, this.slider, this.output),
      node('div', { class: 'field' }, this.canvas, this.legend));
    this.choose(kind);
  }

  choose(kind) {
    this.kind = kind;
    this.choice.value = kind;
    this.root.dataset.layer = kind;
    this.slider.hidden = !LAYERS[kind].frames;
    this.canvas.setAttribute('aria-label', LAYERS[kind].name + ' map, arrow keys move the cursor');
    changed();
  }

  drawLegend(s, kind) {
    const l = LAYERS[kind], stamp = [kind, s?.scanId, maxDeg(s), l.colours === 'magma' || l.phases ? s?.revision : ''].join(' ');
    if (this.legendOf === stamp) return;
    this.legendOf = stamp;
    this.legend.hidden = !l.key && !l.degrees && !l.edges && !l.derived && !l.phases;
    if (l.key && s) {
      this.legend.replaceChildren(node('img', { src: scanUrl(s.scanId, '/key'), alt: 'Key of the inverse pole figure colours' }));
    } else if (l.degrees) {
      const canvas = node('canvas', { width: 150, height: 10 });
      bar(canvas, l.colours);
      this.legend.replaceChildren(...(l.colours === 'magma' && s?.uncertainty ? [histogram(s)] : []), canvas, node('span', {}, node('b', {}, '0°'), node('b', {}, maxDeg(s) + '°')));
    } else if (l.derived) {
      const canvas = node('canvas', { width: 150, height: 10 });
      bar(canvas, l.colours);
      this.legend.replaceChildren(canvas, node('span', {}, node('b', {}, '0'), node('b', {}, l.most + (l.unit === 'deg' ? '°' : ''))));
    } else if (l.phases && s) {
      this.legend.replaceChildren(...s.phases.map(phase));
    } else if (l.edges) {
      this.legend.replaceChildren(node('span', {}, 'Boundaries: grey map, red light as it came, cyan light where it belongs'));
    } else {
      this.legend.replaceChildren();
    }
  }

  /** The layer that can be shown: before the first map the light as it comes. */
  layer(s) {
    return s && s.revision === 0 && s.frames > 0 ? 'frame' : this.kind;
  }

  draw(show) {
    const s = scan();
    for (const o of this.choice.options) o.disabled = !available(o.value);
    if (s && s.revision > 0 && !available(this.kind)) this.choose(OTHERWISE.find(k => available(k) && !document.querySelector('.pane[data-layer=' + k + ']')) ?? 'ipf-z');
    const kind = this.layer(s);
    this.drawLegend(s, kind);
    const box = this.canvas.getBoundingClientRect(), ratio = devicePixelRatio || 1;
    const width = Math.round(box.width), height = Math.round(box.height);
    if (!width || !height) return;
    if (this.canvas.width !== width * ratio || this.canvas.height !== height * ratio) {
      this.canvas.width = width * ratio;
      this.canvas.height = height * ratio;
    }
    const g = this.canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    if (!s) return;
    settle(width, height);
    this.legend.style.maxWidth = Math.max(NARROW, width - s.cols * Math.min(width / s.cols, height / s.rows) - 16) + 'px'; // beside the map
    if (LAYERS[kind].frames) this.slider.max = s.framesDue - 1;
    const frame = s.revision === 0 ? this.arrived(s) : this.frame;
    const p = s.revision > 0 || kind === 'frame' ? picture(s, kind, frame) : {}, k = scale(width, height);
    if (p.image) {
      const [x, y] = toScreen(0, 0, width, height);
      g.imageSmoothingEnabled = k < 1;
      const light = show.opacity < 1 && s.pl && LAYERS[kind].layer !== 'pl' ? picture(s, 'pl', 0).image : null;
      if (light) g.drawImage(light, x, y, s.cols * k, s.rows * k);
      g.globalAlpha = light ? show.opacity : 1;
      g.drawImage(p.image, x, y, s.cols * k, s.rows * k);
      g.globalAlpha = 1;
      if (s.revision > 0) this.root.dataset.revision = p.revision;
      const edges = show.edges && s.revision > 0 ? picture(s, 'boundaries', 0).image : null;
      if (edges) {
        g.globalCompositeOperation = 'difference'; // seen on every colour
        g.drawImage(edges, x, y, s.cols * k, s.rows * k);
        g.globalCompositeOperation = 'source-over';
      }
    }
    this.choice.hidden = s.revision === 0; // light is on show, whatever was chosen
    say(this.output, this.caption(s, kind, p));
    this.output.className = s.degraded ? 'bad' : state.past != null ? 'past' : '';
    overlay(g, s, width, height, show);
  }

  /** Of the frames that have come, the newest on the first pane, and others spread over those before on the rest. */
  arrived(s) {
    const place = [...this.root.parentNode.children].indexOf(this.root), panes = this.root.parentNode.children.length;
    return Math.max(0, s.frames - 1 - Math.floor(place * s.frames / panes));
  }

  caption(s, kind, p) {
    if (s.revision === 0) return kind === 'frame' ? 'Polarised light, frame ' + (this.arrived(s) + 1) + ' of ' + s.framesDue + (p.image ? '; no map yet' : ', loading') : 'no map yet';
    if (LAYERS[kind].since) return state.past == null ? 'choose an older revision by the slider' : 'from revision ' + state.past + ' to ' + s.revision;
    return (LAYERS[kind].frames ? 'frame ' + this.frame + ', ' : '') + (p.revision ? 'revision ' + p.revision : unreachable() ? 'not loaded' : 'loading') + (state.past != null ? ' of ' + s.revision : '') + (s.degraded ? ', degraded' : '');
  }

  /** Place of an event on this canvas. */
  at(e) {
    const box = this.canvas.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top, box.width, box.height];
  }
}

/** A phase in its colour, and how often it was measured. */
function phase(p) {
  const colour = node('i');
  colour.style.background = p.colour;
  return node('span', { class: 'phase' }, colour, p.name + ': ' + p.points);
}

/** How many pixels have which uncertainty, over the bar of colours that ends where the counts end. */
function histogram(s) {
  const { counts, toDeg } = s.uncertainty, top = Math.max(1, ...counts), w = 150 * toDeg / maxDeg(s) / counts.length;
  const root = svg('svg', { class: 'histogram', viewBox: '0 0 150 24', role: 'img', 'aria-label': 'How many pixels have which uncertainty' });
  counts.forEach((n, k) => root.append(svg('rect', { x: k * w, y: 24 - 24 * n / top, width: w * .9, height: 24 * n / top })));
  return root;
}
