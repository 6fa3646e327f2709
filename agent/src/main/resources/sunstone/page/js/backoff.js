// When something that failed may be tried again: ever later, up to half a minute.
import { changed } from './state.js';

const FIRST_MS = 1000, LAST_MS = 30000;

export class Backoff {
  constructor() { this.succeeded(); }

  succeeded() {
    this.wait = 0;
    this.at = 0;
  }

  failed() {
    this.wait = Math.min(LAST_MS, 2 * this.wait || FIRST_MS);
    this.at = performance.now() + this.wait;
    setTimeout(changed, this.wait + 20);
  }

  ready() { return performance.now() >= this.at; }
}
