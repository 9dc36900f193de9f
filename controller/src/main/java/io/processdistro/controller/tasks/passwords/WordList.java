package io.processdistro.controller.tasks.passwords;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import java.util.ArrayList;
import java.util.List;

/**
 * A word list in the blob store, cut into pieces of {@code pieceBytes}, and where its batches of
 * words begin.
 *
 * @param words number of lines
 * @param wordsPerBatch words between two entries of {@code batchStarts}
 * @param batchStarts first byte of each batch in the list, and the list's length at the end; not
 *     copied, do not change it
 * @param batchBytesMax length of the longest batch
 */
record WordList(
    long words,
    int wordsPerBatch,
    int[] batchStarts,
    int batchBytesMax,
    List<ContentHash> pieces,
    int pieceBytes) {
  WordList {
    pieces = List.copyOf(pieces);
  }

  long batches() {
    return batchStarts.length - 1;
  }

  /** Bytes of the batches from {@code from} to before {@code to}, line ends included. */
  int bytesOf(long from, long to) {
    return batchStarts[(int) to] - batchStarts[(int) from];
  }

  /** The text of the batches from {@code from} to before {@code to}: one slice per piece. */
  List<BlobSlice> textOf(long from, long to) {
    var slices = new ArrayList<BlobSlice>();
    long end = batchStarts[(int) to];
    for (long at = batchStarts[(int) from]; at < end; ) {
      int piece = (int) (at / pieceBytes);
      long offset = at % pieceBytes;
      long length = Math.min(end - at, pieceBytes - offset);
      slices.add(new BlobSlice(pieces.get(piece), offset, length));
      at += length;
    }
    return slices;
  }
}
