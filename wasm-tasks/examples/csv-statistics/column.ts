import { Bytes, Output } from "../../pdk/assemblyscript/processdistro";

const MILLIONTHS: i64 = 1_000_000;
const FRACTION_DIGITS_MAX: i32 = 6;
/** So that a cell in millionths fits into 64 bits; of sums one digit more may fit, and then does. */
const WHOLE_DIGITS_MAX: i32 = 12;
const MINUS: u8 = 45;
const PLUS: u8 = 43;
const POINT: u8 = 46;
const ZERO: u8 = 48;

/** What `parse` found last, besides its result: whether it was a number. */
let parsed = false;

/** A decimal number in millionths; sets `parsed`. Blanks around it do not matter. */
function parse(cell: Bytes, wholeDigitsMax: i32): i64 {
  parsed = false;
  let at = 0;
  let end = cell.length;
  while (at < end && cell.at(at) == 32) at++;
  while (at < end && cell.at(end - 1) == 32) end--;
  const negative = at < end && cell.at(at) == MINUS;
  if (negative || (at < end && cell.at(at) == PLUS)) at++;
  let value: i64 = 0;
  let whole = 0;
  for (; at < end && isDigit(cell.at(at)); at++, whole++) value = value * 10 + <i64>(cell.at(at) - ZERO);
  let fraction = 0;
  if (at < end && cell.at(at) == POINT) {
    at++;
    for (; at < end && isDigit(cell.at(at)); at++, fraction++) value = value * 10 + <i64>(cell.at(at) - ZERO);
  }
  if (at < end || whole + fraction == 0 || whole > wholeDigitsMax || fraction > FRACTION_DIGITS_MAX) return 0;
  for (; fraction < FRACTION_DIGITS_MAX; fraction++) value *= 10;
  parsed = true;
  return negative ? -value : value;
}

@inline
function isDigit(byte: u8): bool {
  return byte >= ZERO && byte <= ZERO + 9;
}

/** A number in millionths as people write it, without zeros at its end. */
function decimal(value: i64): string {
  const magnitude: u64 = value < 0 ? 0 - <u64>value : <u64>value;
  const whole = (magnitude / <u64>MILLIONTHS).toString();
  let fraction = (magnitude % <u64>MILLIONTHS).toString().padStart(FRACTION_DIGITS_MAX, "0");
  while (fraction.endsWith("0")) fraction = fraction.substring(0, fraction.length - 1);
  return (value < 0 ? "-" : "") + whole + (fraction.length > 0 ? "." + fraction : "");
}

/** The statistics of one column so far. */
export class Column {
  private name: Bytes;
  private count: i64 = 0;
  private texts: i64 = 0;
  private minimum: i64 = i64.MAX_VALUE;
  private maximum: i64 = i64.MIN_VALUE;
  private sum: i64 = 0;
  overflowed: bool = false;

  constructor(name: Bytes) {
    this.name = name;
  }

  add(cell: Bytes): void {
    if (cell.length == 0) return;
    const value = parse(cell, WHOLE_DIGITS_MAX);
    if (!parsed) {
      this.texts++;
      return;
    }
    this.count++;
    this.minimum = min(this.minimum, value);
    this.maximum = max(this.maximum, value);
    this.addToSum(value);
  }

  /** Adds a cell of a result: its place in the row says what it is. */
  addResult(place: i32, cell: Bytes): void {
    if (cell.length == 0) return;
    const value = parse(cell, WHOLE_DIGITS_MAX + 1);
    switch (place) {
      case 1:
        this.count += value / MILLIONTHS;
        break;
      case 2:
        this.minimum = min(this.minimum, value);
        break;
      case 3:
        this.maximum = max(this.maximum, value);
        break;
      case 4:
        this.addToSum(value);
        break;
      case 6:
        this.texts += value / MILLIONTHS;
        break;
    }
  }

  write(output: Output, separator: u8): void {
    const numeric = this.count > 0 && this.texts == 0;
    output.append(this.name);
    output.appendByte(separator);
    output.appendText(this.count.toString());
    output.appendByte(separator);
    if (numeric) output.appendText(decimal(this.minimum));
    output.appendByte(separator);
    if (numeric) output.appendText(decimal(this.maximum));
    output.appendByte(separator);
    if (numeric) output.appendText(decimal(this.sum));
    output.appendByte(separator);
    if (numeric) output.appendText(decimal(this.sum / this.count));
    output.appendByte(separator);
    output.appendText(this.texts.toString());
  }

  private addToSum(value: i64): void {
    const sum = this.sum + value;
    if (((this.sum ^ sum) & (value ^ sum)) < 0) this.overflowed = true;
    this.sum = sum;
  }
}
