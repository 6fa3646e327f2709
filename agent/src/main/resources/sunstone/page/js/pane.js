// One map: a choice of layers, a canvas, a legend.
import { node } from './dom.js';
import { scan, changed } from './state.js';
import { LAYERS, picture, maxDeg, available } from './layers.js';
import { view, toScreen, scale } from './view.js';
import { overlay } from './overlay.js';
import { bar } from './colours.js';
import { scanUrl } from './api.js';

export class Pane {
  constructor(kind) {
    this.frame = 0;
    this.choice = node('select', { 'aria-label': 'Layer', onchange: () => this.choose(this.choice.value) },
      ...Object.entries(LAYERS).map(([k, l]) => node('option', { value: k }, l.name)));
    this.slider = node('input', { type: 'range', min: 0, max: 35, value: 0, 'aria-label': 'Stage angle', hidden: true,
      oninput: () => { this.frame = +this.slider.value; changed(); } });
    this.output = node('output');
    this.canvas = node('canvas', { class: 'map', tabindex: 0, role: 'img' });
    this.legend = node('div', { class: 'legend' });
    this.root = node('figure', { class: 'pane' },
      node('div', { class: 'bar' }, this.choice, this.slider, this.output),
      node('div', { class: 'field' }, this.canvas, this.legend));
    this.root.style.margin = 0;
    this.choose(kind);
  }

  choose(kind) {
    this.kind = kind;
    this.choice.value = kind;
    this.root.dataset.layer = kind;
    this.slider.hidden = !LAYERS[kind].frames;
    this.canvas.setAttribute('aria-label', LAYERS[kind].name + ' map, arrow keys move the cursor');
    this.drawLegend();
    changed();
  }

  drawLegend() {
    const l = LAYERS[this.kind], s = scan(), stamp = [this.kind, s?.scanId, maxDeg.value].join(' ');
    if (this.legendOf === stamp) return;
    this.legendOf = stamp;
    this.legend.hidden = !l.key && !l.degrees && !l.edges;
    if (l.key && s) {
      this.legend.replaceChildren(node('img', { src: scanUrl(s.scanId, '/key'), alt: 'Key of the inverse pole figure colours' }));
    } else if (l.degrees) {
      const canvas = node('canvas', { width: 130, height: 10 });
      bar(canvas, l.colours);
      this.legend.replaceChildren(canvas, node('span', {}, node('b', {}, '0°'), node('b', {}, maxDeg.value + '°')));
    } else if (l.edges) {
      this.legend.replaceChildren(node('span', {}, 'Boundaries: grey map, red light as it came, cyan light where it belongs'));
    } else {
      this.legend.replaceChildren();
    }
  }

  draw(show) {
    const s = scan();
    for (const o of this.choice.options) o.disabled = !available(o.value);
    if (s && s.revision > 0 && !available(this.kind)) this.choose('ipf-z');
    this.drawLegend();
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
    if (LAYERS[this.kind].frames) this.slider.max = s.framesDue - 1;
    const p = picture(s, this.kind, this.frame), k = scale(width, height);
    if (p.image) {
      const [x, y] = toScreen(0, 0, width, height);
      g.imageSmoothingEnabled = k < 1;
      g.drawImage(p.image, x, y, s.cols * k, s.rows * k);
      this.root.dataset.revision = p.revision;
    }
    this.output.textContent = LAYERS[this.kind].frames ? 'frame ' + this.frame + ', revision ' + (p.revision ?? '–')
      : p.revision ? 'revision ' + p.revision : s.revision ? 'loading' : 'waiting for the first map';
    overlay(g, s, width, height, show);
  }

  /** Place of an event on this canvas. */
  at(e) {
    const box = this.canvas.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top, box.width, box.height];
  }
}
