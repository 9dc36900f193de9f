package io.processdistro.controller.tasks.passwords;

import io.processdistro.controller.tasks.InvalidJobException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Finds the lines of a word list: each ends with LF, the last one may do without. A CR before the
 * LF is not part of the word. One use per object.
 */
final class LineScanner {
  private static final int BUFFER_BYTES = 1 << 16;

  private final MemorySegment text;
  private final WordListCutter.Cut cut;
  private int[] batchStarts = new int[1024];
  private int batches;
  private int batchBytesMax;
  private long words;
  private int lineStart;

  LineScanner(MemorySegment text, WordListCutter.Cut cut) {
    this.text = text;
    this.cut = cut;
  }

  /** As in {@link WordList}. */
  record Lines(long words, int[] batchStarts, int batchBytesMax) {}

  Lines scan() throws InvalidJobException {
    var buffer = new byte[BUFFER_BYTES];
    int length = (int) text.byteSize();
    for (int at = 0; at < length; at += BUFFER_BYTES) {
      int count = Math.min(BUFFER_BYTES, length - at);
      MemorySegment.copy(text, ValueLayout.JAVA_BYTE, at, buffer, 0, count);
      scan(buffer, count, at);
    }
    if (lineStart < length) endLine(length);
    noteBatch(length);
    return new Lines(words, Arrays.copyOf(batchStarts, batches), batchBytesMax);
  }

  private void scan(byte[] buffer, int count, int bufferStart) throws InvalidJobException {
    boolean nulAllowed = cut.nulAllowed();
    for (int i = 0; i < count; i++) {
      byte b = buffer[i];
      if (b == '\n') {
        endLine(bufferStart + i + 1);
      } else if (b == 0 && !nulAllowed) {
        throw WordListCutter.invalid(
            "line %d of the input passwords holds a NUL byte; bcrypt words must not"
                .formatted(words + 1),
            "is the list UTF-16? Convert it: iconv -f UTF-16 -t UTF-8");
      }
    }
  }

  /**
   * @param end first byte behind the line
   */
  private void endLine(int end) throws InvalidJobException {
    if (words % cut.wordsPerBatch() == 0) noteBatch(lineStart);
    words++;
    // 2 bytes for CR and LF; a word without them may be that much longer, which does no harm.
    if (end - lineStart > WordListCutter.WORD_BYTES_MAX + 2) {
      throw WordListCutter.invalid(
          "line %d of the input passwords has more than %d bytes"
              .formatted(words, WordListCutter.WORD_BYTES_MAX),
          "a word list has one word per line");
    }
    if (words > cut.wordsMax()) {
      throw WordListCutter.invalid(
          "the input passwords has more than %d lines, the most for this algorithm"
              .formatted(cut.wordsMax()),
          "split the list into several jobs");
    }
    lineStart = end;
  }

  private void noteBatch(int start) {
    if (batches > 0) batchBytesMax = Math.max(batchBytesMax, start - batchStarts[batches - 1]);
    if (batches == batchStarts.length) batchStarts = Arrays.copyOf(batchStarts, 2 * batches);
    batchStarts[batches++] = start;
  }
}
