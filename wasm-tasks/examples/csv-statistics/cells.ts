import { Bytes } from "../../pdk/assemblyscript/processdistro";

export const COMMA: u8 = 44;
export const NEW_LINE: u8 = 10;
export const QUOTE: u8 = 34;
const CARRIAGE_RETURN: u8 = 13;

/** Reads the cells of a CSV file, one after the other. A cell in quotes may have commas, lines and doubled quotes in it. */
export class Cells {
  private text: Bytes;
  private rowEnded: bool = false;
  position: i32 = 0;

  constructor(text: Bytes) {
    this.text = text;
  }

  atEnd(): bool {
    return this.position >= this.text.length;
  }

  /** Whether the cell that was read last was the last of its row. */
  atRowEnd(): bool {
    return this.rowEnded;
  }

  /** All that was read. */
  before(): Bytes {
    return this.text.part(0, this.position);
  }

  /** What was read since a position. */
  between(start: i32): Bytes {
    return this.text.part(start, this.position);
  }

  skipRow(): void {
    while (!this.atEnd()) {
      this.next();
      if (this.rowEnded) return;
    }
  }

  /** Goes past a line that has nothing in it, if there is one here. */
  skipEmptyLine(): bool {
    const start = this.position;
    if (this.text.at(this.position) == CARRIAGE_RETURN) this.position++;
    if (this.position < this.text.length && this.text.at(this.position) == NEW_LINE) {
      this.position++;
      return true;
    }
    this.position = start;
    return false;
  }

  /** The next cell as it stands there, with its quotes if it has any, without what separates it from the next. */
  next(): Bytes {
    const text = this.text;
    const start = this.position;
    let at = start;
    let quoted = false;
    while (at < text.length) {
      const byte = text.at(at);
      if (byte == QUOTE) quoted = !quoted;
      else if (!quoted && (byte == COMMA || byte == NEW_LINE)) break;
      at++;
    }
    this.rowEnded = at >= text.length || text.at(at) == NEW_LINE;
    this.position = min(at + 1, text.length);
    if (this.rowEnded && at > start && text.at(at - 1) == CARRIAGE_RETURN) at--;
    return text.part(start, at);
  }
}
