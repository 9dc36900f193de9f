package io.processdistro.controller.tasks.modules;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tar.TarHeader;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.assembly.OrderedPieces;
import io.processdistro.controller.tasks.assembly.ResultFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The result of a job while it is written: its pieces in order, or each of them as a file. */
final class ResultPieces implements AutoCloseable {
  /** Header, content and padding of a file go each its own way into the order. */
  private static final int PARTS_OF_FILE = 3;

  private final ResultFile file;
  private final OrderedPieces ordered;
  private final boolean asFiles;
  private final List<String> names;

  private ResultPieces(
      ResultFile file, OrderedPieces ordered, boolean asFiles, List<String> names) {
    this.file = file;
    this.ordered = ordered;
    this.asFiles = asFiles;
    this.names = names;
  }

  /**
   * @param format an archive of files, or anything else for one piece after the other
   * @param names of the files; empty to number them
   */
  static ResultPieces create(ResultFormat format, List<String> names, Path target)
      throws IOException {
    var file = new ResultFile(target);
    var ordered = new OrderedPieces(file, target.resolveSibling(target.getFileName() + ".early"));
    return new ResultPieces(file, ordered, format == ResultFormat.TAR, names);
  }

  void put(int index, MemorySegment content) throws IOException {
    if (!asFiles) {
      ordered.put(new GrainRange(index, index + 1L), content.asByteBuffer());
      return;
    }
    long from = (long) PARTS_OF_FILE * index;
    var header = new TarHeader(nameOf(index), content.byteSize());
    int padding = TarHeader.paddingOf(content.byteSize());
    ordered.put(new GrainRange(from, from + 1), header.encode());
    ordered.put(new GrainRange(from + 1, from + 2), content.asByteBuffer());
    ordered.put(new GrainRange(from + 2, from + 3), ByteBuffer.allocate(padding));
  }

  private String nameOf(int index) {
    return names.isEmpty() ? String.format(Locale.ROOT, "part-%06d", index) : names.get(index);
  }

  /** Every piece was put. */
  void finish() throws IOException {
    if (asFiles) file.append(TarHeader.end());
    file.complete();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      ordered.close();
    }
  }
}
