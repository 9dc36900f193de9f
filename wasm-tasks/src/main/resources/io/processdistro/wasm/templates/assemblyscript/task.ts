/** Adds up the whole numbers of a text, one in each line. A first task to change into your own. */
import { Bytes, ChunkList, Chunks, ERROR_INPUT, Output } from "./processdistro";
export { alloc } from "./processdistro";

/** Chunks are cut at the first end of a line after so many bytes. */
const CHUNK_BYTES: i32 = 65536;
const DIGITS_MAX: i32 = 15;
const NEW_LINE: u8 = 10;
const CARRIAGE_RETURN: u8 = 13;
const MINUS: u8 = 45;
const ZERO: u8 = 48;

let valid = true;

/** The sum of the numbers in some lines; a line that is not a number makes `valid` false. */
function sumOfLines(text: Bytes): i64 {
  let sum: i64 = 0;
  let at = 0;
  while (at < text.length) {
    const negative = text.at(at) == MINUS;
    if (negative) at++;
    let number: i64 = 0;
    let digits = 0;
    while (at < text.length && text.at(at) >= ZERO && text.at(at) <= ZERO + 9) {
      number = number * 10 + <i64>(text.at(at) - ZERO);
      at++;
      digits++;
    }
    if (at < text.length && text.at(at) == CARRIAGE_RETURN) at++;
    if (digits == 0 || digits > DIGITS_MAX || (at < text.length && text.at(at) != NEW_LINE)) valid = false;
    if (!valid) return 0;
    at++;
    sum += negative ? -number : number;
  }
  return sum;
}

function answer(sum: i64): i64 {
  if (!valid) return ERROR_INPUT;
  const output = new Output();
  output.appendText(sum.toString());
  output.appendByte(NEW_LINE);
  return output.result();
}

/** Input: all of the text. Output: a list of chunks; each becomes the input of one execute. */
export function split(pointer: i32, length: i32): i64 {
  const text = new Bytes(pointer, length);
  const list = new ChunkList();
  let start = 0;
  while (start < length) {
    let end = length - start > CHUNK_BYTES ? start + CHUNK_BYTES : length;
    while (end < length && text.at(end - 1) != NEW_LINE) end++;
    list.begin().append(text.part(start, end));
    list.end();
    start = end;
  }
  return list.result();
}

/** Input: one chunk. Output: its sum. */
export function execute(pointer: i32, length: i32): i64 {
  return answer(sumOfLines(new Bytes(pointer, length)));
}

/** Input: a list of outputs of execute, or of merge when there are many. Output: their sum. */
export function merge(pointer: i32, length: i32): i64 {
  const chunks = new Chunks(new Bytes(pointer, length));
  let sum: i64 = 0;
  for (let chunk = chunks.next(); chunk != null; chunk = chunks.next()) sum += sumOfLines(chunk);
  return answer(sum);
}
