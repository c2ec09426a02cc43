import { clamp, type Limits } from './limits.ts';

/** Workers of a backtest: those that serve and those on their way, which join together. */
export class Fleet {
  serving: number;
  coming = 0;
  launches = 0;
  terminations = 0;
  readonly #limits: Limits;
  readonly #joinMinutes: number;
  #joinsAt = 0;

  constructor(limits: Limits, joinMinutes: number) {
    this.#limits = limits;
    this.#joinMinutes = joinMinutes;
    this.serving = limits.min;
  }

  join(minute: number): void {
    if (minute < this.#joinsAt) return;
    this.serving += this.coming;
    this.coming = 0;
  }

  /** To the wish, within limits. Whoever is on the way is given up first. */
  resize(wish: number, minute: number): void {
    const change = clamp(Math.round(wish), this.#limits) - this.serving - this.coming;
    if (change > 0) {
      this.coming += change;
      this.launches += change;
      this.#joinsAt = minute + this.#joinMinutes;
    } else {
      const givenUp = Math.min(this.coming, -change);
      this.coming -= givenUp;
      this.serving += change + givenUp;
      this.terminations -= change;
    }
  }
}
