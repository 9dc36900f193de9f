package io.processdistro.controller.tasks.passwords;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stores a word list in pieces while it looks for the lines, both on the mapped file: the heap
 * holds 4 bytes per batch of words and no text.
 */
final class WordListCutter {
  /** So that a task's text and output stay small; far above what hashes take in. */
  static final int WORD_BYTES_MAX = 4096;

  static final int LIST_BYTES_MAX = 2_000_000_000;

  private final TaskBlobs blobs;

  WordListCutter(TaskBlobs blobs) {
    this.blobs = blobs;
  }

  /**
   * How a list is cut.
   *
   * @param wordsMax the most words of a list
   * @param nulAllowed whether words may hold a byte of 0
   */
  record Cut(int wordsPerBatch, int pieceBytes, long wordsMax, boolean nulAllowed) {}

  WordList cut(InputBlob input, Cut cut) throws InvalidJobException, IOException {
    if (input.lengthBytes() < 1 || input.lengthBytes() > LIST_BYTES_MAX) {
      throw invalid(
          "the input %s has %d bytes; a word list has 1 to %d"
              .formatted(input.name(), input.lengthBytes(), LIST_BYTES_MAX),
          "");
    }
    try (var arena = Arena.ofShared();
        var channel = FileChannel.open(input.path(), StandardOpenOption.READ);
        var storing = Executors.newSingleThreadExecutor()) {
      var text = channel.map(MapMode.READ_ONLY, 0, input.lengthBytes(), arena);
      var pieces = storing.submit(() -> store(text, cut.pieceBytes()));
      try {
        var lines = new LineScanner(text, cut).scan();
        return new WordList(
            lines.words(),
            cut.wordsPerBatch(),
            lines.batchStarts(),
            lines.batchBytesMax(),
            stored(pieces),
            cut.pieceBytes());
      } finally {
        storing.shutdownNow(); // stops between two pieces when the list was refused
      }
    }
  }

  private List<ContentHash> store(MemorySegment text, int pieceBytes) throws IOException {
    var pieces = new ArrayList<ContentHash>();
    for (long at = 0; at < text.byteSize(); at += pieceBytes) {
      if (Thread.interrupted()) throw new IOException("interrupted while a word list was stored");
      long length = Math.min(pieceBytes, text.byteSize() - at);
      pieces.add(blobs.put(text.asSlice(at, length).asByteBuffer()));
    }
    return pieces;
  }

  private static List<ContentHash> stored(Future<List<ContentHash>> pieces) throws IOException {
    try {
      return pieces.get();
    } catch (ExecutionException e) {
      throw new IOException("a word list could not be stored: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a word list was stored", e);
    }
  }

  static InvalidJobException invalid(String message, String hint) {
    return new InvalidJobException(ErrorCode.INVALID_INPUT, "inputs.passwords", message, hint);
  }
}
