/**
 * Counts, smallest, largest, sum and mean of each column of a CSV file with a header line.
 *
 * Numbers are decimal, with up to 12 digits before the point and 6 after it, and computed exactly in millionths: sums do
 * not depend on how the file was cut, and means are cut off after 6 digits. Other cells that are not empty are counted as texts; a column that has one gives no statistics.
 *
 * The result is a CSV file as well: column,count,minimum,maximum,sum,mean,texts.
 */
import { Bytes, ChunkList, Chunks, ERROR_INPUT, Output } from "../../pdk/assemblyscript/processdistro";
import { Cells, COMMA, NEW_LINE } from "./cells";
import { Column } from "./column";
export { alloc } from "../../pdk/assemblyscript/processdistro";

/** A row has another number of cells than the header. */
const ERROR_ROW: i64 = -2;
/** A sum is above 9,223,372,036,854 or below its negative. */
const ERROR_SUM: i64 = -3;

const CHUNKS_WANTED: i32 = 64;
const CHUNK_BYTES_MIN: i32 = 1024;
const CHUNK_BYTES_MAX: i32 = 1 << 20;

const RESULT_HEADER: string = "column,count,minimum,maximum,sum,mean,texts\n";
const RESULT_CELLS: i32 = 7;

/** Each chunk begins with the header line, so that it is a CSV file itself; rows stay whole. */
export function split(pointer: i32, length: i32): i64 {
  const cells = new Cells(new Bytes(pointer, length));
  cells.skipRow();
  const header = cells.before();
  const wanted = max(CHUNK_BYTES_MIN, min(CHUNK_BYTES_MAX, length / CHUNKS_WANTED));
  const list = new ChunkList();
  do {
    const start = cells.position;
    while (!cells.atEnd() && cells.position - start < wanted) cells.skipRow();
    const chunk = list.begin();
    chunk.append(header);
    if (header.length > 0 && header.at(header.length - 1) != NEW_LINE) chunk.appendByte(NEW_LINE);
    chunk.append(cells.between(start));
    list.end();
  } while (!cells.atEnd());
  return list.result();
}

export function execute(pointer: i32, length: i32): i64 {
  const cells = new Cells(new Bytes(pointer, length));
  if (cells.atEnd()) return ERROR_INPUT;
  const columns = new Array<Column>();
  do {
    columns.push(new Column(cells.next()));
  } while (!cells.atRowEnd());
  while (!cells.atEnd()) {
    if (cells.skipEmptyLine()) continue;
    if (!addRow(cells, columns)) return ERROR_ROW;
  }
  return answer(columns);
}

/** Adds up results of execute, or of itself: the same format. */
export function merge(pointer: i32, length: i32): i64 {
  const chunks = new Chunks(new Bytes(pointer, length));
  const columns = new Array<Column>();
  for (let chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
    const cells = new Cells(chunk);
    cells.skipRow();
    for (let column = 0; !cells.atEnd(); column++) {
      const name = cells.next();
      if (column == columns.length) columns.push(new Column(name));
      for (let cell = 1; cell < RESULT_CELLS; cell++) {
        if (cells.atRowEnd()) return ERROR_INPUT;
        columns[column].addResult(cell, cells.next());
      }
      if (!cells.atRowEnd()) return ERROR_INPUT;
    }
  }
  return answer(columns);
}

/** One row into its columns: small, and called often. False if it has too few or too many cells. */
function addRow(cells: Cells, columns: Array<Column>): bool {
  const last = columns.length - 1;
  for (let column = 0; column <= last; column++) {
    unchecked(columns[column]).add(cells.next());
    if (cells.atRowEnd() != (column == last)) return false;
  }
  return true;
}

function answer(columns: Array<Column>): i64 {
  const output = new Output();
  output.appendText(RESULT_HEADER);
  for (let i = 0; i < columns.length; i++) {
    if (columns[i].overflowed) return ERROR_SUM;
    columns[i].write(output, COMMA);
    output.appendByte(NEW_LINE);
  }
  return output.result();
}
