package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.CheckedRequest;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskDescription;
import io.processdistro.controller.tasks.TaskType;
import io.processdistro.controller.tasks.WholeNumber;
import io.processdistro.controller.tasks.npy.NpyFile;
import io.processdistro.controller.tasks.npy.NpyFormatException;
import io.processdistro.controller.tasks.npy.NpyHeader;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MatrixShape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Multiplies two matrices: given as .npy files, or square ones made from a seed inside the tasks.
 * The product of two f32 matrices is f32, any other is f64, as in numpy; sums are f64 always.
 */
public final class MatrixMul implements TaskType {
  public static final String NAME = "matrix_mul";

  /** 2^30: each of the three matrices has at most 8 GiB. */
  private static final long ELEMENTS_MAX = 1L << 30;

  private static final WholeNumber SIZE =
      new WholeNumber(
          "size",
          1,
          32_768,
          OptionalLong.empty(),
          "rows and columns of two square matrices made from the seed; instead of inputs");
  private static final WholeNumber SEED =
      new WholeNumber(
          "seed",
          0,
          Long.MAX_VALUE,
          OptionalLong.of(0),
          "of the matrices made for size; elements are uniform in [-1, 1)");

  private final ContentHash module;

  /**
   * @param module of the built-in kernel
   */
  public MatrixMul(ContentHash module) {
    this.module = module;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ContentHash> module() {
    return Optional.of(module);
  }

  @Override
  public TaskDescription describe() {
    var matrix = ", a .npy matrix of float64 or float32, C or Fortran order";
    return new TaskDescription(
        NAME,
        "C = A * B, from two .npy files or from a seed",
        List.of(SIZE.description(), SEED.description()),
        List.of(
            new TaskDescription.Input("a", false, "the left factor" + matrix),
            new TaskDescription.Input("b", false, "the right factor" + matrix)),
        List.of(ResultFormat.NPY));
  }

  @Override
  public JobPlan plan(JobRequest unchecked, TaskBlobs blobs)
      throws InvalidJobException, IOException {
    var request = CheckedRequest.of(unchecked, describe());
    request.format();
    boolean hasInputs = request.input("a").isPresent() || request.input("b").isPresent();
    if (request.has(SIZE.name()) && hasInputs) {
      throw invalid("params.size", "params.size and the inputs a and b exclude each other", "");
    }
    if (!hasInputs) return seeded(request);
    if (request.has(SEED.name())) {
      throw invalid("params.seed", "params.seed goes with params.size, not with inputs", "");
    }
    return fromFiles(request.requiredInput("a"), request.requiredInput("b"), blobs);
  }

  private JobPlan seeded(CheckedRequest request) throws InvalidJobException {
    if (!request.has(SIZE.name())) {
      throw invalid(
          "params.size",
          "params.size is missing: %s, unless the inputs a and b are given"
              .formatted(SIZE.description().allowed()),
          "give --params '{\"size\":512}', or --input a=A.npy --input b=B.npy");
    }
    int size = (int) SIZE.in(request);
    var factors = new MatrixFactors.Seeded(SEED.in(request));
    var shape = new MatrixShape(size, size, size, MatrixShape.BLOCK_EDGE_MAX);
    return new MatrixPlan(shape, factors, Element.F64, TaskBounds.seeded(shape), module);
  }

  private JobPlan fromFiles(InputBlob a, InputBlob b, TaskBlobs blobs)
      throws InvalidJobException, IOException {
    try (var aFile = open(a);
        var bFile = open(b)) {
      var aHeader = aFile.header();
      var bHeader = bFile.header();
      requireFit(aHeader, bHeader);
      int inner = (int) aHeader.columns();
      var aElement = element(aHeader);
      var bElement = element(bHeader);
      int edge = TaskBounds.blockEdge(inner, aElement, bElement);
      var shape = new MatrixShape(aHeader.rows(), inner, bHeader.columns(), edge);
      var cut =
          new PanelCutter(blobs).cut(PanelSource.rowsOf(aFile), PanelSource.columnsOf(bFile), edge);
      boolean narrow = aElement == Element.F32 && bElement == Element.F32;
      return new MatrixPlan(
          shape,
          new MatrixFactors.FromPanels(aElement, bElement, cut.a(), cut.b()),
          narrow ? Element.F32 : Element.F64,
          TaskBounds.ofPanels(shape, aElement, bElement, cut.a(), cut.b()),
          module);
    }
  }

  private static NpyFile open(InputBlob input) throws InvalidJobException, IOException {
    try {
      return NpyFile.open(input.path());
    } catch (NpyFormatException e) {
      throw new InvalidJobException(
          ErrorCode.INVALID_INPUT,
          "inputs." + input.name(),
          "the input " + input.name() + " " + e.getMessage(),
          e.hint());
    }
  }

  private static void requireFit(NpyHeader a, NpyHeader b) throws InvalidJobException {
    if (a.columns() != b.rows()) {
      throw invalidInput(
          "inputs.b",
          "a is %d x %d and b is %d x %d: b must have as many rows as a has columns, %d"
              .formatted(a.rows(), a.columns(), b.rows(), b.columns(), a.columns()),
          b.columns() == a.columns() ? "b transposed would fit: save b.T" : "");
    }
    if (a.columns() > TaskBounds.INNER_MAX) {
      throw invalidInput(
          "inputs.a",
          "a has %d columns; allowed are 1 to %d".formatted(a.columns(), TaskBounds.INNER_MAX),
          "");
    }
    requireElements("inputs.a", "a", a.rows(), a.columns());
    requireElements("inputs.b", "b", b.rows(), b.columns());
    requireElements("inputs.b", "the product", a.rows(), b.columns());
  }

  private static void requireElements(String field, String what, long rows, long columns)
      throws InvalidJobException {
    if (columns > ELEMENTS_MAX / rows) {
      throw invalidInput(
          field,
          "%s has %d x %d elements; allowed are 1 to %d (2^30)"
              .formatted(what, rows, columns, ELEMENTS_MAX),
          "");
    }
  }

  private static Element element(NpyHeader header) {
    return switch (header.element()) {
      case FLOAT64 -> Element.F64;
      case FLOAT32 -> Element.F32;
      case INT32 -> throw new IllegalStateException("int32 matrices are never read");
    };
  }

  private static InvalidJobException invalid(String field, String message, String hint) {
    return new InvalidJobException(ErrorCode.INVALID_PARAMETER, field, message, hint);
  }

  private static InvalidJobException invalidInput(String field, String message, String hint) {
    return new InvalidJobException(ErrorCode.INVALID_INPUT, field, message, hint);
  }
}
