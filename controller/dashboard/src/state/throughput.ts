/** How much of the past the chart can show. */
const KEPT_SECONDS = 600;

/** Tasks a second over the last ten minutes, one point a second: times in seconds, and values. */
export class ThroughputHistory {
  private readonly times: number[] = [];
  private readonly rates: (number | null)[] = [];

  /** A second point of the same second replaces the first; a pause leaves a gap in the line. */
  add(atMillis: number, tasksPerSecond: number): void {
    const second = Math.floor(atMillis / 1000);
    const last = this.times.at(-1);
    if (last !== undefined && second < last) return;
    if (last === second) {
      this.rates[this.rates.length - 1] = tasksPerSecond;
      return;
    }
    if (last !== undefined && second - last > 15) this.push(second - 1, null);
    this.push(second, tasksPerSecond);
    const oldest = second - KEPT_SECONDS;
    while (this.times[0] !== undefined && this.times[0] < oldest) {
      this.times.shift();
      this.rates.shift();
    }
  }

  private push(second: number, value: number | null): void {
    this.times.push(second);
    this.rates.push(value);
  }

  data(): [number[], (number | null)[]] {
    return [this.times, this.rates];
  }
}
