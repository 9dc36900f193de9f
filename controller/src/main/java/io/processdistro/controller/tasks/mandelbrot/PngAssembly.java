package io.processdistro.controller.tasks.mandelbrot;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.Preview;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.assembly.GrainCoverage;
import io.processdistro.controller.tasks.assembly.OrderedPieces;
import io.processdistro.controller.tasks.assembly.OutputBytes;
import io.processdistro.controller.tasks.assembly.ResultFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a PNG while its pixels come in: a band of rows is compressed as soon as it is whole, and
 * appended in order. Pixels of bands that are not whole yet wait in a file beside the target.
 */
final class PngAssembly implements ResultAssembly {
  private final MandelbrotPlan plan;
  private final PngBands bands;
  private final ResultFile result;
  private final OrderedPieces pieces;
  private final ResultFile loosePixels;
  private final GrainCoverage coverage;
  private final Canvas canvas;
  private final BandCompressor compressor = new BandCompressor();
  private final int[] missingBytes;
  private final int[] adler32;
  private byte[] pixels = new byte[0];

  private PngAssembly(MandelbrotPlan plan, Path target, ResultFile result, ResultFile loosePixels) {
    this.plan = plan;
    this.result = result;
    this.loosePixels = loosePixels;
    bands = new PngBands(plan.image().width(), plan.image().height());
    pieces = new OrderedPieces(result, target.resolveSibling(target.getFileName() + ".bands"));
    coverage = new GrainCoverage(plan.grains());
    canvas = Canvas.beside(target, plan.image());
    missingBytes = new int[bands.count()];
    for (int band = 0; band < missingBytes.length; band++) missingBytes[band] = bands.bytesOf(band);
    adler32 = new int[bands.count()];
  }

  static PngAssembly begin(MandelbrotPlan plan, Path target) throws IOException {
    var start = PngChunks.start(plan.image().width(), plan.image().height());
    var result = ResultFile.beginningWith(target, start);
    try {
      var loose = new ResultFile(target.resolveSibling(target.getFileName() + ".pixels"));
      return new PngAssembly(plan, target, result, loose);
    } catch (IOException e) {
      result.close();
      throw e;
    }
  }

  @Override
  public void accept(GrainRange range, TaskOutput output)
      throws InvalidOutputException, IOException {
    var complaint = plan.complaintAbout(range, output.lengthBytes());
    if (complaint.isPresent()) throw new InvalidOutputException(complaint.get());
    coverage.requireMissing(range);
    long fromByte = plan.fromPixel(range) * PngBands.BYTES_PER_PIXEL;
    long toByte = plan.toPixel(range) * PngBands.BYTES_PER_PIXEL;
    try (var bytes = new OutputBytes(output)) {
      for (long at = fromByte; at < toByte; ) {
        int band = bands.bandOf(at);
        long end = Math.min(toByte, bands.fromByte(band) + bands.bytesOf(band));
        take(band, at, bytes.segment().asSlice(at - fromByte, end - at));
        at = end;
      }
      canvas.paint(
          plan.fromPixel(range),
          plan.toPixel(range),
          pixel -> colourAt(bytes.segment(), pixel * PngBands.BYTES_PER_PIXEL - fromByte));
    }
    coverage.add(range);
  }

  private static int colourAt(MemorySegment pixels, long at) {
    int red = Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, at));
    int green = Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, at + 1));
    int blue = Byte.toUnsignedInt(pixels.get(ValueLayout.JAVA_BYTE, at + 2));
    return red << 16 | green << 8 | blue;
  }

  @Override
  public Optional<Preview> preview() {
    return Optional.of(canvas);
  }

  /** Takes pixel bytes of one band; the one that completes it compresses it. */
  private void take(int band, long fromByte, MemorySegment part) throws IOException {
    int length = bands.bytesOf(band);
    missingBytes[band] -= (int) part.byteSize();
    if (part.byteSize() < length) loosePixels.writeAt(fromByte, part.asByteBuffer());
    if (missingBytes[band] > 0) return;
    if (pixels.length < length) pixels = new byte[length];
    var whole = ByteBuffer.wrap(pixels, 0, length);
    if (part.byteSize() == length) {
      whole.put(part.asByteBuffer());
    } else {
      loosePixels.readAt(bands.fromByte(band), whole);
    }
    compress(band);
  }

  private void compress(int band) throws IOException {
    var prefix = band == 0 ? PngChunks.ZLIB_HEADER : new byte[0];
    compressor.compress(pixels, bands.rowsOf(band), bands.rowBytes(), prefix);
    adler32[band] = compressor.adler32();
    pieces.put(
        new GrainRange(band, band + 1L),
        PngChunks.imageData(compressor.deflated(), compressor.deflatedLength()));
  }

  @Override
  public void finish() throws IOException {
    coverage.requireComplete();
    var whole = new Adler32Sum();
    for (int band = 0; band < bands.count(); band++) {
      whole.append(adler32[band], (long) bands.rowsOf(band) * (1 + bands.rowBytes()));
    }
    result.append(PngChunks.end(whole.value()));
    result.complete();
  }

  @Override
  public void close() throws IOException {
    compressor.close();
    try (result;
        pieces;
        loosePixels;
        canvas) {
      // each is closed, and deleted unless complete, whatever happens to the others
    }
  }
}
