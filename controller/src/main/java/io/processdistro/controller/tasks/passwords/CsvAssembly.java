package io.processdistro.controller.tasks.passwords;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.assembly.GrainCoverage;
import io.processdistro.controller.tasks.assembly.OrderedPieces;
import io.processdistro.controller.tasks.assembly.OutputBytes;
import io.processdistro.controller.tasks.assembly.ResultFile;
import io.processdistro.wasm.abi.PasswordHashInput.Mode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Joins lines of CSV in the order of the word list, under a line of column names. */
final class CsvAssembly implements ResultAssembly {
  private final PasswordPlan plan;
  private final ResultFile result;
  private final OrderedPieces pieces;
  private final GrainCoverage coverage;

  private CsvAssembly(PasswordPlan plan, ResultFile result, OrderedPieces pieces) {
    this.plan = plan;
    this.result = result;
    this.pieces = pieces;
    coverage = new GrainCoverage(plan.grains());
  }

  static CsvAssembly begin(PasswordPlan plan, Path target) throws IOException {
    var columns =
        switch (plan.mode()) {
          case Mode.Hash hash -> "password,hash\n";
          case Mode.Audit audit -> "hash,password\n";
        };
    var start = ByteBuffer.wrap(columns.getBytes(StandardCharsets.US_ASCII));
    var result = ResultFile.beginningWith(target, start);
    var spool = target.resolveSibling(target.getFileName() + ".early");
    return new CsvAssembly(plan, result, new OrderedPieces(result, spool));
  }

  @Override
  public void accept(GrainRange range, TaskOutput output)
      throws InvalidOutputException, IOException {
    var complaint = plan.complaintAbout(range, output.lengthBytes());
    if (complaint.isPresent()) throw new InvalidOutputException(complaint.get());
    coverage.requireMissing(range);
    try (var bytes = new OutputBytes(output)) {
      requireLines(range, bytes.segment());
      pieces.put(range, bytes.segment().asByteBuffer());
    }
    coverage.add(range);
  }

  /** No word holds an LF, so that lines can be counted whatever is quoted. */
  private void requireLines(GrainRange range, MemorySegment output) throws InvalidOutputException {
    long length = output.byteSize();
    if (length > 0 && output.get(ValueLayout.JAVA_BYTE, length - 1) != '\n') {
      throw new InvalidOutputException("the output of %s ends inside a line".formatted(range));
    }
    if (plan.mode() instanceof Mode.Audit) return;
    long lines = 0;
    for (long i = 0; i < length; i++) {
      if (output.get(ValueLayout.JAVA_BYTE, i) == '\n') lines++;
    }
    if (lines != plan.wordsOf(range)) {
      throw new InvalidOutputException(
          "grains %s are %d words, the output has %d lines"
              .formatted(range, plan.wordsOf(range), lines));
    }
  }

  @Override
  public void finish() throws IOException {
    coverage.requireComplete();
    result.complete();
  }

  @Override
  public void close() throws IOException {
    try (result;
        pieces) {
      // both are closed, and deleted unless complete, whatever happens to the other
    }
  }
}
