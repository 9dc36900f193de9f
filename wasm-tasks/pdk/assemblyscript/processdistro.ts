/**
 * ProcessDistro task kit for AssemblyScript: what a native task needs.
 *
 * Put this file beside your own, export `alloc` from there, and `execute`, and if you like `split` and `merge`:
 *
 *   import { Bytes, Output } from "./processdistro";
 *   export { alloc } from "./processdistro";
 *
 *   export function execute(pointer: i32, length: i32): i64 {
 *     const output = new Output();
 *     output.append(new Bytes(pointer, length));
 *     return output.result();
 *   }
 *
 * Build with `asc task.ts -o task.wasm -O2 --runtime stub --use abort= --debug`: a new instance runs each call, so nothing
 * has to be freed, and a task imports nothing, so abort has to become a trap.
 *
 * MIT licence, as all of ProcessDistro.
 */

/** What split, execute and merge may answer when they cannot do their work: any negative number, shown to the user. */
export const ERROR_INPUT: i64 = -1;

const ERROR_MEMORY_PAGES: i32 = -1;
const PAGE_BYTES: u64 = 65536;

/** Called by the node: where it may put the input, or 0 if there is no room. */
export function alloc(size: i32): i32 {
  const bytes = <u32>size;
  // The runtime would trap where the node wants to be told 0.
  const have = (<u64>memory.size()) * PAGE_BYTES;
  const needed = <u64>__heap_base + <u64>bytes + PAGE_BYTES;
  if (needed > have && memory.grow(<i32>((needed - have + PAGE_BYTES - 1) / PAGE_BYTES)) == ERROR_MEMORY_PAGES) return 0;
  return <i32>heap.alloc(bytes);
}

/** Some bytes in memory. Reading beyond their end is not checked here. */
export class Bytes {
  readonly pointer: usize;
  readonly length: i32;

  constructor(pointer: usize, length: i32) {
    this.pointer = pointer;
    this.length = length;
  }

  @inline
  at(index: i32): u8 {
    return load<u8>(this.pointer + <usize>index);
  }

  /** From `from` to before `to`; nothing is copied. */
  part(from: i32, to: i32): Bytes {
    return new Bytes(this.pointer + <usize>from, to - from);
  }

  /** As text, which it has to be. */
  text(): string {
    return String.UTF8.decodeUnsafe(this.pointer, <usize>this.length);
  }
}

/** Bytes that grow at their end. */
export class Output {
  private start: usize = 0;
  private capacity: i32 = 0;
  private end: i32 = 0;

  get length(): i32 {
    return this.end;
  }

  append(bytes: Bytes): void {
    this.reserve(bytes.length);
    memory.copy(this.start + <usize>this.end, bytes.pointer, <usize>bytes.length);
    this.end += bytes.length;
  }

  appendByte(value: u8): void {
    this.reserve(1);
    store<u8>(this.start + <usize>this.end, value);
    this.end++;
  }

  /** Four bytes, the lowest first. */
  appendU32(value: u32): void {
    this.reserve(4);
    store<u32>(this.start + <usize>this.end, value);
    this.end += 4;
  }

  /** In UTF-8. */
  appendText(text: string): void {
    const length = String.UTF8.byteLength(text);
    this.reserve(length);
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, this.start + <usize>this.end);
    this.end += length;
  }

  /** Writes over four bytes that are there already. */
  overwriteU32(index: i32, value: u32): void {
    store<u32>(this.start + <usize>index, value);
  }

  /** What to return from split, execute and merge. */
  result(): i64 {
    return ((<i64>this.start) << 32) | <i64>this.end;
  }

  private reserve(more: i32): void {
    const needed = <i64>this.end + <i64>more;
    if (needed <= <i64>this.capacity) return;
    assert(needed <= <i64>i32.MAX_VALUE);
    const capacity = <i32>min<i64>(max<i64>(4096, needed + needed / 2), <i64>i32.MAX_VALUE);
    const start = heap.alloc(<usize>capacity);
    memory.copy(start, this.start, <usize>this.end);
    this.start = start;
    this.capacity = capacity;
  }
}

/** Writes what split returns: a list of chunks, each of which becomes the input of one execute. */
export class ChunkList {
  private output: Output = new Output();
  private count: u32 = 0;
  private open: i32 = 0;

  constructor() {
    this.output.appendU32(0);
  }

  /** Begins a chunk; append its bytes to what this returns, then call `end`. */
  begin(): Output {
    this.open = this.output.length;
    this.output.appendU32(0);
    return this.output;
  }

  /** Ends the chunk that was begun. */
  end(): void {
    this.output.overwriteU32(this.open, <u32>(this.output.length - this.open - 4));
    this.count++;
    this.output.overwriteU32(0, this.count);
  }

  result(): i64 {
    return this.output.result();
  }
}

/** A walk over a list of chunks, which is what merge receives. A list that breaks off ends the task. */
export class Chunks {
  private list: Bytes;
  private position: i32 = 4;
  private remaining: u32;

  constructor(list: Bytes) {
    this.list = list;
    this.remaining = list.length < 4 ? 0 : load<u32>(list.pointer);
  }

  /** The next chunk, which lies inside of the list, or null at the end. */
  next(): Bytes | null {
    if (this.remaining == 0) return null;
    assert(this.list.length - this.position >= 4);
    const length = load<u32>(this.list.pointer + <usize>this.position);
    this.position += 4;
    assert(length <= <u32>(this.list.length - this.position));
    const chunk = this.list.part(this.position, this.position + <i32>length);
    this.position += <i32>length;
    this.remaining--;
    return chunk;
  }
}
