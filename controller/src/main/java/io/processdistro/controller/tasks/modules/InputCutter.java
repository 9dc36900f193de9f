package io.processdistro.controller.tasks.modules;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.tar.TarException;
import io.processdistro.controller.tar.TarReader;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Says where the chunks of an input lie. Reads it once, with little memory; blocks. */
final class InputCutter {
  private static final String FIELD = "inputs.input";
  private static final int BUFFER_BYTES = 1 << 18;

  private final InputBlob input;
  private final ModuleCeilings ceilings;
  private final Spans spans = new Spans();

  /** Of the files of an archive. */
  private final List<String> names = new ArrayList<>();

  private InputCutter(InputBlob input, ModuleCeilings ceilings) {
    this.input = input;
    this.ceilings = ceilings;
  }

  /**
   * @param names of the chunks, if they are files; else empty
   */
  record Pieces(Spans spans, List<String> names) {}

  /**
   * @param cut anything that needs no guest
   * @throws InvalidJobException if a chunk would be too long, there would be too many, or the input
   *     is no archive
   */
  static Pieces cut(InputBlob input, Cut cut, ModuleCeilings ceilings)
      throws InvalidJobException, IOException {
    var cutter = new InputCutter(input, ceilings);
    switch (cut) {
      case Cut.Automatic automatic -> cutter.add(0, input.lengthBytes());
      case Cut.Whole whole -> cutter.add(0, input.lengthBytes());
      case Cut.ByBytes(long bytes) -> cutter.byBytes(bytes);
      case Cut.ByLines(long lines) -> cutter.byLines(lines);
      case Cut.ByFile byFile -> cutter.byFile();
      case Cut.ByModule byModule -> throw new IllegalArgumentException("a guest has to do it");
    }
    return new Pieces(cutter.spans, List.copyOf(cutter.names));
  }

  private void byBytes(long bytes) throws InvalidJobException {
    long position = 0;
    do {
      long length = Math.min(bytes, input.lengthBytes() - position);
      add(position, length);
      position += length;
    } while (position < input.lengthBytes());
  }

  private void byLines(long lines) throws InvalidJobException, IOException {
    long from = 0;
    long position = 0;
    long seen = 0;
    var buffer = new byte[BUFFER_BYTES];
    try (var stream = Files.newInputStream(input.path())) {
      for (int read = stream.read(buffer); read > 0; read = stream.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] != '\n' || ++seen < lines) continue;
          long end = position + i + 1;
          add(from, end - from);
          from = end;
          seen = 0;
        }
        position += read;
      }
    }
    if (from < position || spans.count() == 0) add(from, position - from);
  }

  private void byFile() throws InvalidJobException, IOException {
    var seen = new HashSet<String>();
    try (var stream = new BufferedInputStream(Files.newInputStream(input.path()))) {
      var reader = new TarReader(stream);
      for (var file = reader.next(); file.isPresent(); file = reader.next()) {
        add(reader.contentPosition(), file.get().lengthBytes());
        names.add(file.get().name());
        if (!seen.add(file.get().name())) {
          throw refused("the archive has two files of the name " + file.get().name(), "");
        }
      }
    } catch (TarException e) {
      throw refused("input is no usable archive: " + e.getMessage(), "");
    }
    if (names.isEmpty()) throw refused("the archive has no file in it", "");
  }

  private void add(long offset, long lengthBytes) throws InvalidJobException {
    if (lengthBytes > ceilings.inputBytesMax()) {
      throw refused(
          "chunk "
              + spans.count()
              + " of the input has "
              + lengthBytes
              + " bytes, and a task takes"
              + " at most "
              + ceilings.inputBytesMax(),
          "cut it smaller, with --chunk-size 4MiB or --split lines:1000");
    }
    if (spans.count() == ceilings.chunksMax()) {
      throw refused(
          "the input would be cut into more than " + ceilings.chunksMax() + " chunks",
          "cut it into larger ones");
    }
    spans.add(offset, Math.toIntExact(lengthBytes));
  }

  private static InvalidJobException refused(String message, String hint) {
    return new InvalidJobException(ErrorCode.INVALID_INPUT, FIELD, message, hint);
  }
}
